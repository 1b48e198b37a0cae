package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * CHUNK_RESPONSE: a part of a large response (section 2.13).
 *
 * @param header version and parameters; Param1 says in bit 0 whether this is the last chunk, Param2 is the handle
 * @param chunk the part
 */
public record ChunkResponse(SpdmHeader header, Chunk chunk) implements SpdmResponse {
    @Override
    public int code() {
        return SpdmCode.CHUNK_GET.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.CHUNK_GET.responseName();
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
    public ChunkResponse blanked() {
        return new ChunkResponse(header, chunk.blanked());
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        chunk.write(out, header);
    }

    static ChunkResponse read(SpdmHeader header, WireReader in) {
        return new ChunkResponse(header, Chunk.read(in, header));
    }
}
