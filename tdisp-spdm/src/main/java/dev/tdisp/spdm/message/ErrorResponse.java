package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.Optional;

/**
 * ERROR: refuses a request.
 *
 * @param header version and parameters; Param1 is the error code, Param2 the error data
 * @param extendedData more about the error; its size depends on the error code
 */
public record ErrorResponse(SpdmHeader header, Bytes extendedData) implements SpdmResponse {
    static final int CODE = 0x7F;
    private static final int REST = -1;

    /**
     * Creates an error without extended data.
     *
     * @param version the negotiated version, or 1.0 if none is negotiated
     * @param error the error
     * @param data the error data, usually 0
     * @return the message
     */
    public static ErrorResponse of(SpdmVersion version, SpdmErrorCode error, int data) {
        return new ErrorResponse(SpdmHeader.of(version, error.code(), data), Bytes.EMPTY);
    }

    /**
     * Finds the meaning of the error code.
     *
     * @return the error, or nothing for an undefined code
     */
    public Optional<SpdmErrorCode> error() {
        return SpdmErrorCode.of(header.param1());
    }

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public String name() {
        return "ERROR";
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.bytes("ExtendedErrorData", extendedData);
    }

    static ErrorResponse read(SpdmHeader header, WireReader in) {
        int size = SpdmErrorCode.of(header.param1())
                .map(ErrorResponse::extendedSize)
                .orElse(REST);
        Bytes extendedData = size == REST ? in.rest("ExtendedErrorData") : in.bytes("ExtendedErrorData", size);
        return new ErrorResponse(header, extendedData);
    }

    private static int extendedSize(SpdmErrorCode error) {
        return switch (error) {
            case RESPONSE_TOO_LARGE, DATA_TOO_LARGE, RESPONSE_NOT_READY -> 4;
            case LARGE_RESPONSE -> 1;
            case VENDOR_DEFINED -> REST;
            case INVALID_REQUEST,
                    BUSY,
                    UNEXPECTED_REQUEST,
                    UNSPECIFIED,
                    DECRYPT_ERROR,
                    UNSUPPORTED_REQUEST,
                    REQUEST_IN_FLIGHT,
                    INVALID_RESPONSE_CODE,
                    SESSION_LIMIT_EXCEEDED,
                    SESSION_REQUIRED,
                    RESET_REQUIRED,
                    REQUEST_TOO_LARGE,
                    MESSAGE_LOST,
                    INVALID_POLICY,
                    VERSION_MISMATCH,
                    REQUEST_RESYNCH,
                    OPERATION_FAILED,
                    NO_PENDING_REQUESTS,
                    REQUEST_SESSION_TERMINATED,
                    INVALID_STATE -> 0;
        };
    }
}
