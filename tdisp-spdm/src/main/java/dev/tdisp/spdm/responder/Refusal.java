package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.message.SpdmErrorCode;

/** Carries an ERROR from the check that fails to the responder's entry; never leaves this package. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SpdmErrorCode error;
    private final int data;
    private final transient Bytes extendedData;

    Refusal(SpdmErrorCode error, int data, Bytes extendedData, String reason) {
        super(reason, null, false, false);
        this.error = error;
        this.data = data;
        this.extendedData = extendedData;
    }

    static Refusal of(SpdmErrorCode error, String reason) {
        return new Refusal(error, 0, Bytes.EMPTY, reason);
    }

    static Refusal unsupported(int requestCode, String reason) {
        return new Refusal(SpdmErrorCode.UNSUPPORTED_REQUEST, requestCode, Bytes.EMPTY, reason);
    }

    SpdmErrorCode error() {
        return error;
    }

    int data() {
        return data;
    }

    Bytes extendedData() {
        return extendedData;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
