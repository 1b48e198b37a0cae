package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * GET_ENDPOINT_INFO: asks what kind of endpoint the other one is (section 2.20).
 *
 * @param header version and parameters; Param1 is the SubCode, Param2 holds the slot in bits 3:0 if a signature is asked for
 * @param attributes the byte RequestAttributes
 * @param reserved 3 reserved bytes
 * @param nonce 32 random bytes if a signature is asked for; else empty
 */
public record GetEndpointInfo(SpdmHeader header, int attributes, int reserved, Bytes nonce) implements SpdmRequest {
    /** The SubCode that asks for the device's class. */
    public static final int DEVICE_CLASS = 1;

    private static final int SIGNATURE = 1;

    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters; Param1 is the SubCode, Param2 holds the slot in bits 3:0 if a signature is asked for
     * @param attributes the byte RequestAttributes
     * @param reserved 3 reserved bytes
     * @param nonce 32 random bytes if a signature is asked for; else empty
     */
    public GetEndpointInfo {
        FieldSizes.require("nonce", nonce, isSigned(attributes) ? FieldSizes.NONCE : 0);
    }

    @Override
    public int code() {
        return SpdmCode.GET_ENDPOINT_INFO.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.GET_ENDPOINT_INFO.requestName();
    }

    /**
     * Creates a request without a signature.
     *
     * @param version the negotiated version
     * @param subCode what is asked for
     * @return the message
     */
    public static GetEndpointInfo unsigned(SpdmVersion version, int subCode) {
        return new GetEndpointInfo(SpdmHeader.of(version, subCode, 0), 0, 0, Bytes.EMPTY);
    }

    /**
     * Creates a request for a signed answer.
     *
     * @param version the negotiated version
     * @param subCode what is asked for
     * @param slot the slot whose key is to sign: 0 to 7, or 15 for a provisioned public key
     * @param nonce 32 random bytes
     * @return the message
     */
    public static GetEndpointInfo signed(SpdmVersion version, int subCode, int slot, Bytes nonce) {
        return new GetEndpointInfo(SpdmHeader.of(version, subCode, slot), SIGNATURE, 0, nonce);
    }

    /**
     * Returns what is asked for.
     *
     * @return {@link #DEVICE_CLASS}, or a code that is not known
     */
    public int subCode() {
        return header.param1();
    }

    /**
     * Returns the slot whose key is to sign.
     *
     * @return 0 to 7, or 15 for a provisioned public key
     */
    public int slot() {
        return header.param2() & 0x0F;
    }

    /**
     * Tells whether a signature is asked for.
     *
     * @return true if bit 0 of RequestAttributes is set
     */
    public boolean isSigned() {
        return isSigned(attributes);
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.u8("RequestAttributes", attributes);
        out.u24("Reserved", reserved);
        out.bytes("Nonce", nonce);
    }

    static GetEndpointInfo read(SpdmHeader header, WireReader in) {
        int attributes = in.u8("RequestAttributes");
        int reserved = in.u24("Reserved");
        Bytes nonce = in.bytes("Nonce", isSigned(attributes) ? FieldSizes.NONCE : 0);
        return new GetEndpointInfo(header, attributes, reserved, nonce);
    }

    private static boolean isSigned(int attributes) {
        return (attributes & SIGNATURE) != 0;
    }
}
