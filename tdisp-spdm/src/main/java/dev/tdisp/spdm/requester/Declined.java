package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.ErrorResponse;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;

/** Carries an ERROR from the check of an encapsulated request that fails; never leaves this package. */
final class Declined extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SpdmErrorCode error;
    private final int data;
    private final transient Bytes extendedData;

    private Declined(SpdmErrorCode error, int data, Bytes extendedData, String reason) {
        super(reason, null, false, false);
        this.extendedData = extendedData;
        this.error = error;
        this.data = data;
    }

    static Declined of(SpdmErrorCode error, String reason) {
        return new Declined(error, 0, Bytes.EMPTY, reason);
    }

    static Declined unsupported(int code) {
        return new Declined(
                SpdmErrorCode.UNSUPPORTED_REQUEST, code, Bytes.EMPTY, "request %02xh is not supported".formatted(code));
    }

    /** Declines to give in the small form what only the large one can hold. */
    static Declined tooLarge(int size) {
        var out = WireWriter.create();
        out.u32("DataSize", size);
        return new Declined(
                SpdmErrorCode.DATA_TOO_LARGE, 0, out.toBytes(), "%d bytes need the large form".formatted(size));
    }

    /** Returns ERROR. */
    ErrorResponse response(SpdmVersion version) {
        return new ErrorResponse(SpdmHeader.of(version, error.code(), data), extendedData);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
