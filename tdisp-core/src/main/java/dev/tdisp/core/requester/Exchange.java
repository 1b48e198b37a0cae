package dev.tdisp.core.requester;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdispError;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.message.TdispMessage;
import dev.tdisp.core.message.TdispRequest;
import dev.tdisp.core.message.TdispResponse;
import dev.tdisp.core.message.UnknownResponse;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sends requests, one at a time, and believes only their answers. */
final class Exchange {
    private static final String RESPONSE_CLAUSE = "11.3.3";
    private static final int REMEMBERED = 8;

    private final UnaryOperator<Bytes> channel;
    private final RequesterOptions options;
    private final Env env;
    private final Deque<TdispMessage> recent = new ArrayDeque<>();
    private boolean outstanding;

    Exchange(UnaryOperator<Bytes> channel, RequesterOptions options, Env env) {
        this.channel = channel;
        this.options = options;
        this.env = env;
    }

    <R extends TdispResponse> R send(TdispRequest request, Class<R> answer) {
        RequestCode code = RequestCode.of(request.code()).orElseThrow();
        if (outstanding) {
            throw new IllegalStateException("%s: another request is outstanding".formatted(code));
        }
        remember(request);
        if (env.trace().isEnabled()) {
            env.trace().record(request.toEvent(env.clock().instant(), options.source(), options.destination()));
        }
        TdispResponse response = decode(transfer(request.toBytes()), code);
        remember(response);
        check(request, response, code);
        if (!answer.isInstance(response)) {
            throw refusal(
                    "%s answered with %s instead of %s".formatted(code, response.name(), code.responseName()),
                    RESPONSE_CLAUSE);
        }
        return answer.cast(response);
    }

    private Bytes transfer(Bytes request) {
        outstanding = true;
        try {
            return channel.apply(request);
        } finally {
            outstanding = false;
        }
    }

    TdispException refusal(String reason, String clause) {
        return failure(reason, clause, null);
    }

    private TdispResponse decode(Bytes reply, RequestCode code) {
        try {
            return TdispResponse.decode(reply);
        } catch (MalformedMessageException e) {
            TdispException refusal = refusal(
                    "%s answered with %d bytes that are no response: %s".formatted(code, reply.size(), e.getMessage()),
                    code.clause());
            refusal.initCause(e);
            throw refusal;
        }
    }

    private void check(TdispRequest request, TdispResponse response, RequestCode code) {
        TdispHeader asked = request.header();
        TdispHeader answered = response.header();
        if (!answered.interfaceId().normalized().equals(asked.interfaceId().normalized())) {
            throw refusal(
                    "%s for %s answered for %s".formatted(code, asked.interfaceId(), answered.interfaceId()),
                    RESPONSE_CLAUSE);
        }
        if (response instanceof TdispError error) {
            throw failure("%s refused: %s".formatted(code, error.detail()), code.clause(), error);
        }
        if (response instanceof UnknownResponse) {
            throw refusal(
                    "%s answered with the undefined code %s, which stands for TDISP_ERROR"
                            .formatted(code, response.name()),
                    "11.3.2");
        }
        if (answered.version() != asked.version()) {
            throw refusal(
                    "%s of version %02Xh answered in version %02Xh"
                            .formatted(code, asked.version(), answered.version()),
                    RESPONSE_CLAUSE);
        }
    }

    private TdispException failure(String reason, String clause, @Nullable TdispError error) {
        List<String> lines = recent.stream()
                .map(message -> (message.name() + " " + message.detail()).stripTrailing())
                .toList();
        return new TdispException(reason, clause, error, lines);
    }

    private void remember(TdispMessage message) {
        if (recent.size() == REMEMBERED) {
            recent.removeFirst();
        }
        recent.addLast(message.blanked());
    }
}
