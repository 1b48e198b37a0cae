package dev.tdisp.lab.conformance.spdm;

/** Says that the other end lacks what a case is about, and which value shows it. */
final class NotApplicableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotApplicableException(String reason) {
        super(reason);
    }
}
