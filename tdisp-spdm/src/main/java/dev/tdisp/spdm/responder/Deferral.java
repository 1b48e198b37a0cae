package dev.tdisp.spdm.responder;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.ResponseNotReady;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.message.SpdmErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Requests that take their time: ERROR ResponseNotReady first, the response when RESPOND_IF_READY asks for it (section 2.12). */
final class Deferral {
    private static final int MULTIPLIER = 16;
    private static final int TOKEN_MASK = 0xFF;
    private static final long NANOS_PER_MICRO = 1000;

    private final Env env;
    private final Map<SpdmCode, Duration> times;
    private final Map<Optional<SpdmSession>, Deferred> pending = new HashMap<>();
    private boolean isResuming;
    private int nextToken;

    Deferral(Env env, Map<SpdmCode, Duration> times) {
        this.env = env;
        this.times = new EnumMap<>(SpdmCode.class);
        this.times.putAll(times);
    }

    /** A request whose response is not ready. */
    record Deferred(
            Bytes request, Optional<SpdmSession> session, ResponseNotReady announced, Instant ready, Instant dropped) {}

    /** Defers a request that takes its time, unless its time has come. */
    void requireReady(SpdmCode code, Bytes request, Optional<SpdmSession> session) {
        Duration time = times.get(code);
        if (time == null || isResuming) {
            return;
        }
        int exponent = exponent(time);
        Instant now = env.clock().instant();
        Duration announcedTime = Duration.ofNanos(NANOS_PER_MICRO << exponent);
        var announced = new ResponseNotReady(exponent, code.requestCode(), nextToken++ & TOKEN_MASK, MULTIPLIER);
        var deferred = new Deferred(
                request, session, announced, now.plus(time), now.plus(announcedTime.multipliedBy(MULTIPLIER)));
        pending.put(session, deferred);
        throw notReady(deferred);
    }

    /** Returns the request of a session, or in the clear, that waits for RESPOND_IF_READY. */
    Optional<Deferred> pending(Optional<SpdmSession> session) {
        Instant now = env.clock().instant();
        pending.values().removeIf(deferred -> now.isAfter(deferred.dropped()));
        return Optional.ofNullable(pending.get(session));
    }

    /** Tells whether a request waits anywhere. */
    boolean isAnyPending() {
        return !pending.isEmpty();
    }

    /** Processes the deferred request now. */
    Answer resume(RequestHandler handler, Incoming original) {
        Deferred deferred =
                pending(original.session()).orElseThrow(() -> new IllegalStateException("no request is deferred"));
        if (env.clock().instant().isBefore(deferred.ready())) {
            throw notReady(deferred);
        }
        pending.remove(original.session());
        isResuming = true;
        try {
            return handler.answer(original);
        } finally {
            isResuming = false;
        }
    }

    void clear() {
        pending.clear();
    }

    /** Forgets the deferred request of a session that has ended. */
    void sessionEnded(long sessionId) {
        pending.keySet()
                .removeIf(session ->
                        session.filter(ended -> ended.id() == sessionId).isPresent());
    }

    private static Refusal notReady(Deferred deferred) {
        return new Refusal(
                SpdmErrorCode.RESPONSE_NOT_READY, 0, deferred.announced().encode(), "the response is not ready");
    }

    /** The least exponent whose power of two, in microseconds, is as long as the time. */
    private static int exponent(Duration time) {
        long micros = Math.max(1, (time.toNanos() + NANOS_PER_MICRO - 1) / NANOS_PER_MICRO);
        return Long.SIZE - Long.numberOfLeadingZeros(micros - 1);
    }
}
