package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * ERROR: refuses a request.
 *
 * @param header version and parameters; Param1 is the error code, Param2 the error data
 * @param extendedData more about the error; its size depends on the error code
 */
public record ErrorResponse(SpdmHeader header, Bytes extendedData) implements SpdmResponse {
    static final int CODE = 0x7F;
    private static final int REST = -1;
    private static final String EXTENDED_DATA = "ExtendedErrorData";

    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters; Param1 is the error code, Param2 the error data
     * @param extendedData more about the error; its size depends on the error code
     * @throws IllegalArgumentException if the parts do not fit together
     */
    public ErrorResponse {
        int size = extendedSize(header);
        if (size != REST) {
            FieldSizes.require("extendedData", extendedData, size);
        }
    }

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
     * Creates the error that defers a response.
     *
     * @param version the negotiated version
     * @param deferred when to ask again, and for what
     * @return ERROR ResponseNotReady
     */
    public static ErrorResponse notReady(SpdmVersion version, ResponseNotReady deferred) {
        return extended(version, SpdmErrorCode.RESPONSE_NOT_READY, deferred.encode());
    }

    /**
     * Creates the error that offers a response in chunks.
     *
     * @param version the negotiated version, at least 1.2
     * @param handle what CHUNK_GET must name
     * @return ERROR LargeResponse
     */
    public static ErrorResponse largeResponse(SpdmVersion version, int handle) {
        return extended(version, SpdmErrorCode.LARGE_RESPONSE, Bytes.of((byte) handle));
    }

    /**
     * Creates an error that names a size.
     *
     * @param version the negotiated version
     * @param error {@link SpdmErrorCode#RESPONSE_TOO_LARGE} or {@link SpdmErrorCode#DATA_TOO_LARGE}
     * @param size the size of the response or of the data
     * @return the message
     */
    public static ErrorResponse tooLarge(SpdmVersion version, SpdmErrorCode error, long size) {
        var out = WireWriter.create();
        out.u32(sizeField(error), size);
        return extended(version, error, out.toBytes());
    }

    private static ErrorResponse extended(SpdmVersion version, SpdmErrorCode error, Bytes extendedData) {
        return new ErrorResponse(SpdmHeader.of(version, error.code(), 0), extendedData);
    }

    /**
     * Finds when to ask again.
     *
     * @return what ERROR ResponseNotReady says; nothing for another error
     */
    public Optional<ResponseNotReady> notReady() {
        return is(SpdmErrorCode.RESPONSE_NOT_READY)
                ? Optional.of(ResponseNotReady.decode(extendedData))
                : Optional.empty();
    }

    /**
     * Finds the handle of a response in chunks.
     *
     * @return what ERROR LargeResponse says; nothing for another error
     */
    public OptionalInt largeResponseHandle() {
        return is(SpdmErrorCode.LARGE_RESPONSE) ? OptionalInt.of(extendedData.at(0)) : OptionalInt.empty();
    }

    /**
     * Finds the size of what was too large.
     *
     * @return what ERROR ResponseTooLarge or DataTooLarge says; nothing for another error
     */
    public OptionalLong tooLargeSize() {
        return is(SpdmErrorCode.RESPONSE_TOO_LARGE) || is(SpdmErrorCode.DATA_TOO_LARGE)
                ? OptionalLong.of(WireReader.of(extendedData).u32("Size"))
                : OptionalLong.empty();
    }

    /**
     * Finds what a vendor or standards body says.
     *
     * @return the error of a vendor's; nothing for another error, or if the extended data is not in that form
     */
    public Optional<VendorDefinedError> vendorDefined() {
        return is(SpdmErrorCode.VENDOR_DEFINED) ? VendorDefinedError.of(this) : Optional.empty();
    }

    private boolean is(SpdmErrorCode error) {
        return header.param1() == error.code();
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
        Optional<SpdmErrorCode> error = error();
        if (notReady().isPresent()) {
            notReady().get().write(out);
        } else if (tooLargeSize().isPresent()) {
            out.u32(sizeField(error.orElseThrow()), tooLargeSize().getAsLong());
        } else {
            out.bytes(is(SpdmErrorCode.LARGE_RESPONSE) ? "Handle" : EXTENDED_DATA, extendedData);
        }
    }

    static ErrorResponse read(SpdmHeader header, WireReader in) {
        int size = extendedSize(header);
        return new ErrorResponse(header, size == REST ? in.rest(EXTENDED_DATA) : in.bytes(EXTENDED_DATA, size));
    }

    private static String sizeField(SpdmErrorCode error) {
        return error == SpdmErrorCode.RESPONSE_TOO_LARGE ? "ActualSize" : "DataSize";
    }

    private static int extendedSize(SpdmHeader header) {
        return SpdmErrorCode.of(header.param1())
                .map(ErrorResponse::extendedSize)
                .orElse(REST);
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
