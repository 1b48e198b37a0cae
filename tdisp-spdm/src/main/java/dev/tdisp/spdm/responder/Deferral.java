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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests that take their time: ERROR ResponseNotReady first, the response when RESPOND_IF_READY asks for it (section 2.12). */
final class Deferral {
    private static final int MULTIPLIER = 16;
    private static final int TOKEN_MASK = 0xFF;
    private static final long NANOS_PER_MICRO = 1000;

    private final Env env;
    private final Map<SpdmCode, Duration> times;
    private @Nullable Deferred pending;
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
        pending = new Deferred(
                request, session, announced, now.plus(time), now.plus(announcedTime.multipliedBy(MULTIPLIER)));
        throw notReady(pending);
    }

    /** Returns the request that waits for RESPOND_IF_READY. */
    Optional<Deferred> pending() {
        if (pending != null && env.clock().instant().isAfter(pending.dropped())) {
            pending = null;
        }
        return Optional.ofNullable(pending);
    }

    /** Processes the deferred request now. */
    Answer resume(RequestHandler handler, Incoming original) {
        Deferred deferred = pending().orElseThrow(() -> new IllegalStateException("no request is deferred"));
        if (env.clock().instant().isBefore(deferred.ready())) {
            throw notReady(deferred);
        }
        pending = null;
        isResuming = true;
        try {
            return handler.answer(original);
        } finally {
            isResuming = false;
        }
    }

    void clear() {
        pending = null;
    }

    /** Forgets the deferred request of a session that has ended. */
    void sessionEnded(long sessionId) {
        boolean isItsOwn = pending()
                .flatMap(Deferred::session)
                .filter(session -> session.id() == sessionId)
                .isPresent();
        if (isItsOwn) {
            pending = null;
        }
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
