package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.connection.ChunkFormat;
import dev.tdisp.spdm.message.Chunk;
import dev.tdisp.spdm.message.ChunkGet;
import dev.tdisp.spdm.message.ChunkResponse;

/** Answers CHUNK_GET with a part of a large response (section 2.13). */
final class ChunkGetHandler implements RequestHandler {
    private final Responder responder;

    ChunkGetHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireKnown();
        if (!responder.connection().context().both(Capability.CHUNK_CAP)) {
            throw in.unexpected("CHUNK_CAP is not there on both sides");
        }
        in.requireReady();
        ChunkGet request = in.decode(ChunkGet.class).message();
        in.requireVersion();
        Channel channel = in.channel();
        LargeResponse pending = channel.response().orElseThrow(() -> in.unexpected("no response waits to be fetched"));
        if (request.handle() != pending.handle() || request.sequenceNumber() != pending.next()) {
            throw in.invalid("chunk %d of %d, but chunk %d of %d is due"
                    .formatted(request.sequenceNumber(), request.handle(), pending.next(), pending.handle()));
        }
        return give(in, channel, pending);
    }

    private Answer give(Incoming in, Channel channel, LargeResponse pending) {
        long room = responder.requesterSizes(in.session().orElse(null)).dataTransferSize();
        var format = new ChunkFormat(responder.connection().version(), room);
        int size = Math.min(format.room(pending.next()), pending.bytes().size() - pending.offset());
        LargeResponse advanced = pending.advanced(size);
        boolean isLast = advanced.offset() == pending.bytes().size();
        Bytes data = pending.bytes().slice(pending.offset(), advanced.offset());
        Chunk chunk =
                pending.next() == 0 ? Chunk.first(pending.bytes().size(), data) : Chunk.next(pending.next(), data);
        Answer answer = Answer.of(new ChunkResponse(responder.header(isLast ? 1 : 0, pending.handle()), chunk))
                .before(() -> channel.response(isLast ? null : advanced));
        return isLast ? answer.after(pending.afterSending()) : answer;
    }
}
