package dev.tdisp.spdm.requester;

import dev.tdisp.spdm.message.RespondIfReady;
import dev.tdisp.spdm.message.ResponseNotReady;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.SpdmRequest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The wait for one response that is not ready: RDT each time, RDT x RDTM in all (section 2.12). */
final class Waiting {
    private static final int LEAST_MULTIPLIER = 2;
    private static final int MAXIMUM_EXPONENT = 31;
    private static final long NANOS_PER_MICRO = 1000;
    private static final Set<SpdmCode> NEVER_DEFERRED =
            EnumSet.of(SpdmCode.GET_VERSION, SpdmCode.GET_CAPABILITIES, SpdmCode.NEGOTIATE_ALGORITHMS);

    private final SpdmRequest request;
    private final Pause pause;
    private final int leastMultiplier;
    private long waited;

    Waiting(SpdmRequest request, Pause pause, boolean acceptsOne) {
        this.leastMultiplier = acceptsOne ? 1 : LEAST_MULTIPLIER;
        this.request = request;
        this.pause = pause;
    }

    /** Tells whether what the responder announces is what it may announce. */
    boolean isAcceptable(ResponseNotReady announced) {
        boolean isDeferrable = SpdmCode.ofRequest(request.code())
                .filter(code -> !NEVER_DEFERRED.contains(code))
                .isPresent();
        return isDeferrable
                && announced.requestCode() == request.code()
                && announced.rdtm() >= leastMultiplier
                && announced.rdtExponent() <= MAXIMUM_EXPONENT;
    }

    /** Waits, and says how to ask again; nothing if there is no more patience. */
    Optional<RespondIfReady> next(ResponseNotReady announced) {
        long micros = 1L << announced.rdtExponent();
        if (waited + micros > micros * announced.rdtm()) {
            return Optional.empty();
        }
        pause.pause(Duration.ofNanos(micros * NANOS_PER_MICRO));
        waited += micros;
        var header = new SpdmHeader(request.header().version(), announced.requestCode(), announced.token());
        return Optional.of(new RespondIfReady(header));
    }
}
