package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * A part of a message that is too large to be sent at once (section 2.13).
 *
 * @param sequenceNumber the field ChunkSeqNo, from 0; 2 bytes on the wire before 1.4, 4 from then on
 * @param reserved 2 reserved bytes before 1.4; 0 from then on
 * @param largeMessageSize the size of the whole message, in the first part; 0 in the others
 * @param data the bytes of this part
 */
public record Chunk(long sequenceNumber, int reserved, long largeMessageSize, Bytes data) {
    /**
     * Creates the first part.
     *
     * @param largeMessageSize the size of the whole message
     * @param data the first bytes of it
     * @return the part
     */
    public static Chunk first(long largeMessageSize, Bytes data) {
        return new Chunk(0, 0, largeMessageSize, data);
    }

    /**
     * Creates a part that is not the first.
     *
     * @param sequenceNumber which part, from 1
     * @param data the bytes of it
     * @return the part
     */
    public static Chunk next(long sequenceNumber, Bytes data) {
        return new Chunk(sequenceNumber, 0, 0, data);
    }

    /**
     * Returns the same part with zeros for data, for traces: it may be a piece of a secret.
     *
     * @return a copy that says nothing of the message
     */
    public Chunk blanked() {
        return new Chunk(sequenceNumber, reserved, largeMessageSize, Bytes.filled(0, data.size()));
    }

    void write(WireWriter out, SpdmHeader header) {
        writeSequenceNumber(out, header, sequenceNumber);
        if (!isWide(header)) {
            out.u16("Reserved", reserved);
        }
        out.u32("ChunkSize", data.size());
        if (sequenceNumber == 0) {
            out.u32("LargeMessageSize", largeMessageSize);
        }
        out.bytes("SPDMchunk", data);
    }

    static Chunk read(WireReader in, SpdmHeader header) {
        long sequenceNumber = readSequenceNumber(in, header);
        int reserved = isWide(header) ? 0 : in.u16("Reserved");
        long chunkSize = in.u32("ChunkSize");
        long largeMessageSize = sequenceNumber == 0 ? in.u32("LargeMessageSize") : 0;
        return new Chunk(sequenceNumber, reserved, largeMessageSize, in.bytes("SPDMchunk", chunkSize));
    }

    static void writeSequenceNumber(WireWriter out, SpdmHeader header, long sequenceNumber) {
        if (isWide(header)) {
            out.u32("ChunkSeqNo", sequenceNumber);
        } else {
            out.u16("ChunkSeqNo", Math.toIntExact(sequenceNumber));
        }
    }

    static long readSequenceNumber(WireReader in, SpdmHeader header) {
        return isWide(header) ? in.u32("ChunkSeqNo") : in.u16("ChunkSeqNo");
    }

    private static boolean isWide(SpdmHeader header) {
        return header.isAtLeast(SpdmVersion.V1_4);
    }
}
