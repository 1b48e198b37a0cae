package dev.tdisp.host.tsm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * Measurements of a device as evidence. The encoding is this simulator's own.
 *
 * @param nonce the 32 bytes that the guest chose
 * @param record the measurement record: blocks in SPDM's format
 * @param transcript what the device signed (L1)
 * @param signature the device's signature
 */
public record SignedMeasurements(Bytes nonce, Bytes record, Bytes transcript, Bytes signature) {
    /** The size of a nonce. */
    public static final int NONCE_SIZE = 32;

    /**
     * Checks the nonce.
     *
     * @param nonce 32 bytes
     * @param record the measurement record
     * @param transcript what the device signed
     * @param signature the device's signature
     */
    public SignedMeasurements {
        if (nonce.size() != NONCE_SIZE) {
            throw new IllegalArgumentException("nonce: %d bytes instead of 32".formatted(nonce.size()));
        }
    }

    /**
     * Encodes them.
     *
     * @return the evidence
     */
    public Bytes encode() {
        var out = WireWriter.create();
        out.bytes("Nonce", nonce);
        write(out, "Record", record);
        write(out, "Transcript", transcript);
        write(out, "Signature", signature);
        return out.toBytes();
    }

    private static void write(WireWriter out, String field, Bytes value) {
        out.u32(field + "Length", value.size());
        out.bytes(field, value);
    }

    /**
     * Decodes evidence.
     *
     * @param evidence what somebody handed over
     * @return the measurements
     * @throws dev.tdisp.core.wire.MalformedMessageException if it is none
     */
    public static SignedMeasurements decode(Bytes evidence) {
        WireReader in = WireReader.of(evidence);
        Bytes nonce = in.bytes("Nonce", NONCE_SIZE);
        Bytes record = in.bytes("Record", in.u32("RecordLength"));
        Bytes transcript = in.bytes("Transcript", in.u32("TranscriptLength"));
        Bytes signature = in.bytes("Signature", in.u32("SignatureLength"));
        in.end();
        return new SignedMeasurements(nonce, record, transcript, signature);
    }
}
