package dev.tdisp.host.tsm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * Measurements of a device as evidence. The encoding is this simulator's own.
 *
 * @param nonce the 32 bytes that the guest chose
 * @param record the measurement record: blocks in SPDM's format
 * @param request the GET_MEASUREMENTS as it was sent
 * @param response the MEASUREMENTS as it was received, with the signature that the security manager verified
 */
public record SignedMeasurements(Bytes nonce, Bytes record, Bytes request, Bytes response) {
    /** The size of a nonce. */
    public static final int NONCE_SIZE = 32;

    /**
     * Checks the nonce.
     *
     * @param nonce 32 bytes
     * @param record the measurement record
     * @param request the request as it was sent
     * @param response the response as it was received
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
        write(out, "Request", request);
        write(out, "Response", response);
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
        Bytes request = in.bytes("Request", in.u32("RequestLength"));
        Bytes response = in.bytes("Response", in.u32("ResponseLength"));
        in.end();
        return new SignedMeasurements(nonce, record, request, response);
    }
}
