package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * CHUNK_SEND: a part of a large request (section 2.13).
 *
 * @param header version and parameters; Param1 says in bit 0 whether this is the last chunk, Param2 is the handle
 * @param chunk the part
 */
public record ChunkSend(SpdmHeader header, Chunk chunk) implements SpdmRequest {
    @Override
    public int code() {
        return SpdmCode.CHUNK_SEND.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.CHUNK_SEND.requestName();
    }

    /**
     * Tells whether this is the last chunk.
     *
     * @return true if bit 0 of Param1 is set
     */
    public boolean isLast() {
        return header.hasParam1(1);
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
    public ChunkSend blanked() {
        return new ChunkSend(header, chunk.blanked());
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        chunk.write(out, header);
    }

    static ChunkSend read(SpdmHeader header, WireReader in) {
        return new ChunkSend(header, Chunk.read(in, header));
    }
}
