package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.Optional;

/**
 * What ERROR VendorDefined says (section 2.12).
 *
 * @param standardId the standards body, the error data
 * @param vendorId the vendor in that body's numbers
 * @param data the vendor's error
 */
public record VendorDefinedError(int standardId, Bytes vendorId, Bytes data) {
    /**
     * Creates the error.
     *
     * @param version the negotiated version
     * @return ERROR VendorDefined
     */
    public ErrorResponse toResponse(SpdmVersion version) {
        Bytes extendedData = Bytes.concat(Bytes.of((byte) vendorId.size()), vendorId, data);
        return new ErrorResponse(SpdmHeader.of(version, SpdmErrorCode.VENDOR_DEFINED.code(), standardId), extendedData);
    }

    static Optional<VendorDefinedError> of(ErrorResponse response) {
        var in = WireReader.of(response.extendedData());
        try {
            Bytes vendorId = in.bytes("VendorID", in.u8("VendorIDLen"));
            return Optional.of(
                    new VendorDefinedError(response.header().param2(), vendorId, in.rest("OpaqueErrorData")));
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }
}
