package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * GET_MEASUREMENTS: asks for measurements, signed or not.
 *
 * @param header version and parameters; Param1 are the attributes, Param2 the operation
 * @param nonce 32 random bytes if a signature is asked for; else empty
 * @param slotIdParam the byte SlotIDParam if a signature is asked for from 1.1 on; else 0
 * @param requesterContext 8 bytes to be echoed from 1.3 on; empty before
 */
public record GetMeasurements(SpdmHeader header, Bytes nonce, int slotIdParam, Bytes requesterContext)
        implements SpdmRequest {
    /** The operation that asks how many measurements there are. */
    public static final int TOTAL_COUNT = 0;

    /** The operation that asks for all measurements. */
    public static final int ALL = 0xFF;

    /** The attribute that asks for a signature. */
    public static final int SIGNATURE = 1;

    /** The attribute that asks for raw bit streams, from 1.2 on. */
    public static final int RAW_BIT_STREAM = 2;

    /** The attribute that asks to measure anew, from 1.3 on. */
    public static final int NEW_MEASUREMENT = 4;

    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters; Param1 are the attributes, Param2 the operation
     * @param nonce 32 random bytes if a signature is asked for; else empty
     * @param slotIdParam the byte SlotIDParam if a signature is asked for from 1.1 on; else 0
     * @param requesterContext 8 bytes to be echoed from 1.3 on; empty before
     */
    public GetMeasurements {
        FieldSizes.require("nonce", nonce, header.hasParam1(SIGNATURE) ? FieldSizes.NONCE : 0);
        FieldSizes.require("requesterContext", requesterContext, FieldSizes.requesterContext(header));
    }

    @Override
    public int code() {
        return SpdmCode.GET_MEASUREMENTS.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.GET_MEASUREMENTS.requestName();
    }

    /**
     * Creates a request for measurements without a signature.
     *
     * @param version the negotiated version
     * @param attributes {@link #RAW_BIT_STREAM}, {@link #NEW_MEASUREMENT} or none
     * @param operation {@link #TOTAL_COUNT}, an index, or {@link #ALL}
     * @param requesterContext 8 bytes, or none before 1.3
     * @return the message
     */
    public static GetMeasurements unsigned(SpdmVersion version, int attributes, int operation, Bytes requesterContext) {
        return new GetMeasurements(SpdmHeader.of(version, attributes, operation), Bytes.EMPTY, 0, requesterContext);
    }

    /**
     * Tells whether a signature is asked for.
     *
     * @return true if {@link #SIGNATURE} is among the attributes
     */
    public boolean isSigned() {
        return header.hasParam1(SIGNATURE);
    }

    /**
     * Tells whether raw bit streams are asked for.
     *
     * @return true if {@link #RAW_BIT_STREAM} is among the attributes, from 1.2 on
     */
    public boolean isRawRequested() {
        return header.isAtLeast(SpdmVersion.V1_2) && header.hasParam1(RAW_BIT_STREAM);
    }

    /**
     * Returns what is asked for.
     *
     * @return {@link #TOTAL_COUNT}, an index, or {@link #ALL}
     */
    public int operation() {
        return header.param2();
    }

    /**
     * Returns the slot whose key is to sign.
     *
     * @return 0 to 7, or 15 for a provisioned public key
     */
    public int slot() {
        return slotIdParam & 0x0F;
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.bytes("Nonce", nonce);
        if (hasSlot(header)) {
            out.u8("SlotIDParam", slotIdParam);
        }
        out.bytes("RequesterContext", requesterContext);
    }

    static GetMeasurements read(SpdmHeader header, WireReader in) {
        Bytes nonce = in.bytes("Nonce", header.hasParam1(SIGNATURE) ? FieldSizes.NONCE : 0);
        int slotIdParam = hasSlot(header) ? in.u8("SlotIDParam") : 0;
        Bytes requesterContext = in.bytes("RequesterContext", FieldSizes.requesterContext(header));
        return new GetMeasurements(header, nonce, slotIdParam, requesterContext);
    }

    private static boolean hasSlot(SpdmHeader header) {
        return header.hasParam1(SIGNATURE) && header.isAtLeast(SpdmVersion.V1_1);
    }
}
