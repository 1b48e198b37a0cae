package dev.tdisp.spdm.requester;

import dev.tdisp.spdm.message.SpdmErrorCode;

/** Carries an ERROR from the check of an encapsulated request that fails; never leaves this package. */
final class Declined extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SpdmErrorCode error;
    private final int data;

    Declined(SpdmErrorCode error, int data, String reason) {
        super(reason, null, false, false);
        this.error = error;
        this.data = data;
    }

    static Declined of(SpdmErrorCode error, String reason) {
        return new Declined(error, 0, reason);
    }

    static Declined unsupported(int code) {
        return new Declined(SpdmErrorCode.UNSUPPORTED_REQUEST, code, "request %02xh is not supported".formatted(code));
    }

    SpdmErrorCode error() {
        return error;
    }

    int data() {
        return data;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
