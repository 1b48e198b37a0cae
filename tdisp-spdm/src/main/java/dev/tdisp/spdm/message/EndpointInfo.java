package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * ENDPOINT_INFO: says what kind of endpoint this is (section 2.20).
 *
 * @param header version and parameters; Param1 is reserved, Param2 holds the slot in bits 3:0
 * @param reserved 4 reserved bytes
 * @param nonce 32 random bytes if a signature was asked for; else empty
 * @param info the field EPInfo; {@link DeviceClassInfo} decodes that of SubCode 1
 * @param signature the signature; empty if none was asked for
 */
public record EndpointInfo(SpdmHeader header, long reserved, Bytes nonce, Bytes info, Bytes signature)
        implements SpdmResponse {
    @Override
    public int code() {
        return SpdmCode.GET_ENDPOINT_INFO.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.GET_ENDPOINT_INFO.responseName();
    }

    /**
     * Returns the slot whose key signed.
     *
     * @return 0 to 7, or 15 for a provisioned public key
     */
    public int slot() {
        return header.param2() & 0x0F;
    }

    /**
     * Returns the message as the signature covers it.
     *
     * @return all bytes before the signature
     */
    public Bytes encodeWithoutSignature() {
        Bytes all = encode();
        return all.slice(0, all.size() - signature.size());
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.u32("Reserved", reserved);
        out.bytes("Nonce", nonce);
        out.u32("EPInfoLength", info.size());
        out.bytes("EPInfo", info);
        out.bytes("Signature", signature);
    }

    static EndpointInfo read(SpdmHeader header, WireReader in, GetEndpointInfo request, NegotiatedContext context) {
        long reserved = in.u32("Reserved");
        Bytes nonce = in.bytes("Nonce", request.isSigned() ? FieldSizes.NONCE : 0);
        Bytes info = in.bytes("EPInfo", in.u32("EPInfoLength"));
        int signatureSize = request.isSigned() ? context.suite().signatureSize() : 0;
        return new EndpointInfo(header, reserved, nonce, info, in.bytes("Signature", signatureSize));
    }
}
