package dev.tdisp.lab.conformance.spdm;

import dev.tdisp.core.wire.Bytes;

/** Says that nothing came where an answer was due. */
final class SilenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SilenceException(Bytes request) {
        super("nothing answers %s".formatted(request));
    }
}
