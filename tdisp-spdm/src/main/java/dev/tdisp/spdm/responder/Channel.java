package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.connection.ChunkAssembly;
import dev.tdisp.spdm.message.SpdmCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a responder remembers of one way messages come: in the clear, or in one session. */
final class Channel {
    private static final int HANDLE_MASK = 0xFF;

    private final Inquiries inquiries = new Inquiries();
    private @Nullable ChunkAssembly request;
    private @Nullable LargeResponse response;
    private int lastHandle;

    /** Returns the responder's questions. */
    Inquiries inquiries() {
        return inquiries;
    }

    /** Tells whether a transfer in chunks is not finished. */
    boolean isTransferring() {
        return request != null || response != null;
    }

    /** Tells whether a transfer in chunks must be finished before a request is processed. */
    boolean isClosedTo(SpdmCode code) {
        boolean isReceiving = request != null && code != SpdmCode.CHUNK_SEND;
        boolean isSending = response != null && code != SpdmCode.CHUNK_GET;
        return code != SpdmCode.GET_VERSION && (isReceiving || isSending);
    }

    /** Finds the large request that is being received. */
    Optional<ChunkAssembly> request() {
        return Optional.ofNullable(request);
    }

    void request(@Nullable ChunkAssembly next) {
        request = next;
    }

    /** Finds the large response that is being fetched. */
    Optional<LargeResponse> response() {
        return Optional.ofNullable(response);
    }

    void response(@Nullable LargeResponse next) {
        response = next;
    }

    /** Keeps a response that is too large for one transfer, and gives it a handle. */
    LargeResponse keep(Bytes bytes, Runnable afterSending) {
        lastHandle = lastHandle + 1 & HANDLE_MASK;
        var kept = new LargeResponse(lastHandle, bytes, afterSending);
        response = kept;
        return kept;
    }
}
