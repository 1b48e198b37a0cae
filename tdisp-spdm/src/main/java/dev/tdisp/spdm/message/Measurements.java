package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * MEASUREMENTS: the measurements that were asked for.
 *
 * @param header version and parameters; Param1 is the total count if that was asked for, Param2 holds slot and content-changed bits
 * @param numberOfBlocks how many blocks the record holds
 * @param measurementRecord the blocks, one behind the other
 * @param nonce 32 random bytes
 * @param opaqueData opaque data, usually none
 * @param requesterContext the echo of the request's from 1.3 on; empty before
 * @param signature the signature, or empty if none was asked for
 */
public record Measurements(
        SpdmHeader header,
        int numberOfBlocks,
        Bytes measurementRecord,
        Bytes nonce,
        Bytes opaqueData,
        Bytes requesterContext,
        Bytes signature)
        implements SpdmResponse {
    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters; Param1 is the total count if that was asked for, Param2 holds slot and content-changed bits
     * @param numberOfBlocks how many blocks the record holds
     * @param measurementRecord the blocks, one behind the other
     * @param nonce 32 random bytes
     * @param opaqueData opaque data, usually none
     * @param requesterContext the echo of the request's from 1.3 on; empty before
     * @param signature the signature, or empty if none was asked for
     */
    public Measurements {
        FieldSizes.require("nonce", nonce, FieldSizes.NONCE);
        FieldSizes.require("requesterContext", requesterContext, FieldSizes.requesterContext(header));
    }

    @Override
    public int code() {
        return SpdmCode.GET_MEASUREMENTS.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.GET_MEASUREMENTS.responseName();
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
        out.u8("NumberOfBlocks", numberOfBlocks);
        out.u24("MeasurementRecordLength", measurementRecord.size());
        out.bytes("MeasurementRecord", measurementRecord);
        out.bytes("Nonce", nonce);
        out.u16("OpaqueDataLength", opaqueData.size());
        out.bytes("OpaqueData", opaqueData);
        out.bytes("RequesterContext", requesterContext);
        out.bytes("Signature", signature);
    }

    static Measurements read(SpdmHeader header, WireReader in, GetMeasurements request, NegotiatedContext context) {
        int numberOfBlocks = in.u8("NumberOfBlocks");
        Bytes measurementRecord = in.bytes("MeasurementRecord", in.u24("MeasurementRecordLength"));
        Bytes nonce = in.bytes("Nonce", FieldSizes.NONCE);
        Bytes opaqueData = in.bytes("OpaqueData", in.u16("OpaqueDataLength"));
        Bytes requesterContext = in.bytes("RequesterContext", FieldSizes.requesterContext(header));
        Bytes signature =
                in.bytes("Signature", request.isSigned() ? context.suite().signatureSize() : 0);
        return new Measurements(
                header, numberOfBlocks, measurementRecord, nonce, opaqueData, requesterContext, signature);
    }
}
