package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.ChunkAssembly;
import dev.tdisp.spdm.connection.ChunkFormat;
import dev.tdisp.spdm.connection.SpdmSwitch;
import dev.tdisp.spdm.message.ChunkSend;
import dev.tdisp.spdm.message.ChunkSendAck;
import dev.tdisp.spdm.message.Decoded;
import dev.tdisp.spdm.message.ErrorResponse;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.message.SpdmErrorCode;
import java.util.Optional;

/** Answers CHUNK_SEND, a part of a large request, and with the last part the request (section 2.13). */
final class ChunkSendHandler implements RequestHandler {
    private static final int EARLY_ERROR = 1;

    private final Responder responder;
    private final Dispatcher dispatcher;

    ChunkSendHandler(Responder responder, Dispatcher dispatcher) {
        this.responder = responder;
        this.dispatcher = dispatcher;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireKnown();
        in.requireBoth(Capability.CHUNK_CAP);
        in.requireReady();
        if (in.version() < SpdmVersion.V1_2.code()) {
            throw in.unsupported("version %02xh has no chunks".formatted(in.version()));
        }
        Decoded<ChunkSend> decoded = in.decode(ChunkSend.class);
        in.requireVersion();
        ChunkSend request = decoded.message();
        Channel channel = in.channel();
        ChunkAssembly assembly = channel.request().orElseGet(() -> begin(request));
        Optional<String> problem = problem(assembly, decoded);
        if (problem.isPresent()) {
            channel.request(null);
            return Answer.of(refusal(request, problem.get()));
        }
        if (!request.isLast()) {
            channel.request(assembly);
            return Answer.of(acknowledgement(request, 0, Bytes.EMPTY));
        }
        channel.request(null);
        return process(in, request, assembly.message());
    }

    private ChunkAssembly begin(ChunkSend request) {
        return new ChunkAssembly(
                request.handle(),
                ChunkFormat.MINIMUM_MESSAGE,
                responder.profile().maximumMessageSize());
    }

    private Optional<String> problem(ChunkAssembly assembly, Decoded<ChunkSend> decoded) {
        ChunkSend request = decoded.message();
        if (decoded.bytes().size() > responder.profile().dataTransferSize()) {
            return Optional.of("%d bytes are more than DataTransferSize"
                    .formatted(decoded.bytes().size()));
        }
        return request.isLast() && assembly.next() == 0
                ? Optional.of("the first chunk is the last")
                : assembly.take(request.handle(), request.chunk(), request.isLast());
    }

    private Answer process(Incoming in, ChunkSend request, Bytes large) {
        Answer answer = isChunk(large)
                ? Answer.of(responder.error(Refusal.of(SpdmErrorCode.INVALID_REQUEST, "chunks in chunks")))
                : dispatcher.answerWithin(large, in.session().orElse(null), acknowledgementSize());
        if (isLargeResponse(answer) && responder.profile().has(SpdmSwitch.LARGE_RESPONSE_REPLACES_ACK)) {
            return answer;
        }
        responder.connection().events().sent(answer.response(), in.sessionId());
        return answer.replaced(acknowledgement(request, 0, answer.response().encode()));
    }

    private static boolean isLargeResponse(Answer answer) {
        return answer.response() instanceof ErrorResponse error
                && error.error()
                        .filter(code -> code == SpdmErrorCode.LARGE_RESPONSE)
                        .isPresent();
    }

    private static boolean isChunk(Bytes large) {
        int code = large.at(1);
        return code == SpdmCode.CHUNK_SEND.requestCode() || code == SpdmCode.CHUNK_GET.requestCode();
    }

    private ChunkSendAck refusal(ChunkSend request, String reason) {
        responder.connection().events().note("refused: " + reason);
        ErrorResponse error = responder.error(Refusal.of(SpdmErrorCode.INVALID_REQUEST, reason));
        return acknowledgement(request, EARLY_ERROR, error.encode());
    }

    private ChunkSendAck acknowledgement(ChunkSend request, int attributes, Bytes response) {
        return new ChunkSendAck(
                responder.header(attributes, request.handle()), request.chunk().sequenceNumber(), response);
    }

    private int acknowledgementSize() {
        return ChunkFormat.acknowledgementSize(responder.connection().version());
    }
}
