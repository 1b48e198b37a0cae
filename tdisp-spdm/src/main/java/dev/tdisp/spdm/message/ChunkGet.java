package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * CHUNK_GET: asks for a part of a large response (section 2.13).
 *
 * @param header version and parameters; Param1 is reserved, Param2 is the handle
 * @param sequenceNumber the field ChunkSeqNo
 */
public record ChunkGet(SpdmHeader header, long sequenceNumber) implements SpdmRequest {
    @Override
    public int code() {
        return SpdmCode.CHUNK_GET.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.CHUNK_GET.requestName();
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @param handle the handle that ERROR LargeResponse gave
     * @param sequenceNumber which part, from 0
     * @return the message
     */
    public static ChunkGet of(SpdmVersion version, int handle, long sequenceNumber) {
        return new ChunkGet(SpdmHeader.of(version, 0, handle), sequenceNumber);
    }

    /**
     * Returns which transfer this belongs to.
     *
     * @return the byte Handle
     */
    public int handle() {
        return header.param2();
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        Chunk.writeSequenceNumber(out, header, sequenceNumber);
    }

    static ChunkGet read(SpdmHeader header, WireReader in) {
        return new ChunkGet(header, Chunk.readSequenceNumber(in, header));
    }
}
