package dev.tdisp.spdm.responder;

/** Carries the decision not to answer from a check to the responder's entry; never leaves this package. */
final class Silence extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Silence(String reason) {
        super(reason, null, false, false);
    }
}
