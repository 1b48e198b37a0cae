package dev.tdisp.spdm.requester;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.measurement.MeasurementSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/** A responder answers any sequence of messages in any state, and a refusal changes nothing. */
@Tag("GAP-SEC-13")
class ResponderFuzzTest {
    private static final int CHOICES = 4;
    private static final int MESSAGES_PER_SEED = 12;

    @MethodSource("talks")
    @FuzzTest(maxDuration = "10m")
    void afterVersion(byte[] input) {
        HostileTalk.run(input, device -> HostileTalk.in(device.bench().afterVersion()));
    }

    @MethodSource("talks")
    @FuzzTest(maxDuration = "10m")
    void afterCapabilities(byte[] input) {
        HostileTalk.run(input, device -> {
            Bench bench = device.bench().afterVersion();
            bench.clear(device.getCapabilities());
            return HostileTalk.in(bench);
        });
    }

    @MethodSource("talks")
    @FuzzTest(maxDuration = "10m")
    void afterAlgorithms(byte[] input) {
        HostileTalk.run(input, device -> HostileTalk.in(device.bench().negotiated()));
    }

    @MethodSource("talks")
    @FuzzTest(maxDuration = "10m")
    void authenticated(byte[] input) {
        HostileTalk.run(input, device -> {
            Bench bench = device.bench().negotiated();
            new Authentication(bench.requester).challenge(0, MeasurementSummary.NONE);
            return HostileTalk.in(bench);
        });
    }

    @MethodSource("talks")
    @Tag("CVE-2023-31127")
    @FuzzTest(maxDuration = "10m")
    void inTheHandshakeOfKeyExchange(byte[] input) {
        HostileTalk.run(
                input,
                device -> inSession(
                        device,
                        bench -> new KeyExchangeStart(bench.negotiated().requester)
                                .begin(SessionOptions.DEFAULT)
                                .session()));
    }

    @MethodSource("talks")
    @Tag("CVE-2023-31127")
    @FuzzTest(maxDuration = "10m")
    void inTheHandshakeOfAPreSharedKey(byte[] input) {
        HostileTalk.run(input, device -> inSession(device, Bench::pskHandshaking));
    }

    @MethodSource("talks")
    @FuzzTest(maxDuration = "10m")
    void inASession(byte[] input) {
        HostileTalk.run(
                input,
                device -> inSession(device, bench -> {
                    new KeyExchangeStart(bench.negotiated().requester).run(SessionOptions.DEFAULT);
                    return bench.requester.sessions().get(0);
                }));
    }

    /** The honest requests of each version, in the clear and in a session. */
    static Stream<byte[]> talks() {
        return IntStream.range(0, CHOICES).boxed().flatMap(choice -> {
            List<Bytes> requests = new ArrayList<>(HonestTalk.requests(choice));
            return Stream.iterate(0, from -> from < requests.size(), from -> from + MESSAGES_PER_SEED)
                    .flatMap(from -> {
                        int to = Math.min(requests.size(), from + MESSAGES_PER_SEED);
                        return Stream.of(HostileTalk.CLEAR, HostileTalk.SEALED)
                                .map(kind -> script(choice, kind, requests.subList(from, to)));
                    });
        });
    }

    private static byte[] script(int choice, int kind, List<Bytes> messages) {
        return new Script(
                        choice,
                        messages.stream()
                                .map(message -> new Script.Action(kind, message))
                                .toList())
                .encode();
    }

    private static HostileTalk inSession(FuzzDevice device, Function<Bench, ? extends SpdmSession> begin) {
        Bench bench = device.bench();
        return HostileTalk.in(bench, begin.apply(bench));
    }
}
