package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * TDISP_ERROR: why a request was refused (section 11.3.24).
 *
 * @param header what all messages begin with
 * @param errorCode ERROR_CODE, 32 bits
 * @param errorData ERROR_DATA, 32 bits
 * @param extendedErrorData EXTENDED_ERROR_DATA, only with VENDOR_SPECIFIC_ERROR
 */
public record TdispError(
        TdispHeader header,
        long errorCode,
        long errorData,
        @Nullable VendorData extendedErrorData) implements TdispResponse {
    /** MessageType. */
    public static final int CODE = 0x7F;

    /** The specification's name. */
    public static final String NAME = "TDISP_ERROR";

    /**
     * Checks the ranges.
     *
     * @param header what all messages begin with
     * @param errorCode ERROR_CODE, 32 bits
     * @param errorData ERROR_DATA, 32 bits
     * @param extendedErrorData EXTENDED_ERROR_DATA, only with VENDOR_SPECIFIC_ERROR
     */
    public TdispError {
        Ranges.u32("ERROR_CODE", errorCode);
        Ranges.u32("ERROR_DATA", errorData);
        if (extendedErrorData != null && !isExtended(errorCode)) {
            throw new IllegalArgumentException("extended error data needs VENDOR_SPECIFIC_ERROR");
        }
        if (isExtended(errorCode) && errorData != (extendedErrorData == null ? 0 : extendedErrorData.size())) {
            throw new IllegalArgumentException(
                    "ERROR_DATA: %d is not the size of the extended error data".formatted(errorData));
        }
    }

    /**
     * Creates an error with ERROR_DATA 0.
     *
     * @param header what all messages begin with
     * @param error the reason
     * @return the response
     */
    public static TdispError of(TdispHeader header, TdispErrorCode error) {
        return new TdispError(header, error.code(), 0, null);
    }

    /**
     * Creates the answer to a request that is not supported.
     *
     * @param header what all messages begin with
     * @param requestCode MessageType of the request
     * @return the response
     */
    public static TdispError unsupportedRequest(TdispHeader header, int requestCode) {
        return new TdispError(header, TdispErrorCode.UNSUPPORTED_REQUEST.code(), requestCode, null);
    }

    /**
     * Creates an error that a vendor defines.
     *
     * @param header what all messages begin with
     * @param vendor the vendor and its error data
     * @return the response
     */
    public static TdispError vendorSpecific(TdispHeader header, VendorData vendor) {
        return new TdispError(header, TdispErrorCode.VENDOR_SPECIFIC_ERROR.code(), vendor.size(), vendor);
    }

    /**
     * Returns the reason.
     *
     * @return the error, or nothing for an undefined ERROR_CODE
     */
    public Optional<TdispErrorCode> error() {
        return TdispErrorCode.of(errorCode);
    }

    /**
     * Returns what the vendor says.
     *
     * @return the extended error data, if there is any
     */
    public Optional<VendorData> vendorError() {
        return Optional.ofNullable(extendedErrorData);
    }

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String detail() {
        return text(errorCode) + (errorData == 0 ? "" : " data %Xh".formatted(errorData));
    }

    @Override
    public TdispResponse blanked() {
        return this;
    }

    @Override
    public void encode(WireWriter out) {
        header.encode(out, code(), name());
        out.u32("ERROR_CODE", errorCode);
        out.meaning(text(errorCode));
        out.u32("ERROR_DATA", errorData);
        if (extendedErrorData != null) {
            out.enter("EXTENDED_ERROR_DATA");
            extendedErrorData.encode(out, "VENDOR_ERR_DATA");
            out.leave();
        }
    }

    static TdispError decode(TdispHeader header, WireReader in) {
        long errorCode = in.u32("ERROR_CODE");
        in.meaning(text(errorCode));
        long errorData = in.u32("ERROR_DATA");
        if (!isExtended(errorCode)) {
            return new TdispError(header, errorCode, errorData, null);
        }
        if (errorData != in.remaining()) {
            throw in.malformed(
                    "ERROR_DATA",
                    4,
                    "%d bytes of extended data announced, %d are there".formatted(errorData, in.remaining()));
        }
        return new TdispError(header, errorCode, errorData, errorData == 0 ? null : decodeExtended(in));
    }

    private static VendorData decodeExtended(WireReader in) {
        in.enter("EXTENDED_ERROR_DATA");
        VendorData data = VendorData.decode(in, "VENDOR_ERR_DATA");
        in.leave();
        return data;
    }

    private static boolean isExtended(long errorCode) {
        return errorCode == TdispErrorCode.VENDOR_SPECIFIC_ERROR.code();
    }

    private static String text(long errorCode) {
        return TdispErrorCode.of(errorCode).map(TdispErrorCode::name).orElseGet(() -> "%08Xh".formatted(errorCode));
    }
}
