package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * CHUNK_SEND_ACK: takes a part of a large request; after the last part it carries the response (section 2.13).
 *
 * <p>The response reaches to the end of what was received, as in {@link EncapsulatedRequest}.
 *
 * @param header version and parameters; Param1 says in bit 0 whether an error was found early, Param2 is the handle
 * @param sequenceNumber the field ChunkSeqNo
 * @param response the response to the large request, or no bytes
 */
public record ChunkSendAck(SpdmHeader header, long sequenceNumber, Bytes response) implements SpdmResponse {
    private static final int EARLY_ERROR = 1;

    @Override
    public int code() {
        return SpdmCode.CHUNK_SEND.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.CHUNK_SEND.responseName();
    }

    /**
     * Tells whether the responder gives up before the last part.
     *
     * @return true if bit 0 of Param1 is set
     */
    public boolean isEarlyErrorDetected() {
        return header.hasParam1(EARLY_ERROR);
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
    public ChunkSendAck blanked() {
        return new ChunkSendAck(header, sequenceNumber, Bytes.filled(0, response.size()));
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        Chunk.writeSequenceNumber(out, header, sequenceNumber);
        out.bytes("ResponseToLargeRequest", response);
    }

    static ChunkSendAck read(SpdmHeader header, WireReader in, ChunkSend request) {
        long sequenceNumber = Chunk.readSequenceNumber(in, header);
        boolean hasResponse = request.isLast() || header.hasParam1(EARLY_ERROR);
        return new ChunkSendAck(header, sequenceNumber, hasResponse ? in.rest("ResponseToLargeRequest") : Bytes.EMPTY);
    }
}
