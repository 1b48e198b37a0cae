package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A responder answers anything, in any state, and never throws. */
class NoiseTest {
    private static final long SEED = Long.getLong("tdisp.seed", 20261124);
    private static final int INPUTS = 2_000;
    private static final List<Integer> VERSIONS = List.of(0x10, 0x11, 0x12, 0x13, 0x14, 0xFF);

    private final Random random = new Random(SEED);

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    @Tag("GAP-SEC-13")
    void noiseInTheClearIsAnswered(String name, Function<Bench, ?> reach) {
        Bench bench = Bench.usual();
        reach.apply(bench);
        for (int i = 0; i < INPUTS; i++) {
            Bytes noise = noise();

            Bytes answer = bench.clear(noise);

            assertThat(answer.size()).as("seed %d: %s", SEED, noise).isGreaterThanOrEqualTo(4);
            assertThat(answer.at(1)).isLessThan(0x80);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    @Tag("GAP-SEC-13")
    void noiseForARecordIsDropped(String name, Function<Bench, ?> reach) {
        Bench bench = Bench.usual();
        reach.apply(bench);
        for (int i = 0; i < INPUTS; i++) {
            Bytes noise = noise();

            Optional<TransportMessage> answer = bench.peers.responder.handle(TransportMessage.secured(noise));

            assertThat(answer).as("seed %d: %s", SEED, noise).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sessions")
    @Tag("GAP-SEC-13")
    void noiseInsideASessionIsAnsweredInIt(String name, Function<Bench, SpdmSession> begin) {
        Bench bench = Bench.usual();
        SpdmSession session = begin.apply(bench);
        for (int i = 0; i < INPUTS; i++) {
            if (bench.peers.responder.sessions().isEmpty()) {
                bench = Bench.usual();
                session = begin.apply(bench);
            }
            sendNoise(bench, session);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sessions")
    @Tag("GAP-SEC-13")
    void noiseBehindASessionIdEndsThatSession(String name, Function<Bench, SpdmSession> begin) {
        for (int i = 0; i < 20; i++) {
            Bench bench = Bench.usual();
            begin.apply(bench);
            Bytes noise = Bytes.filled(0xFF, 4).plus(noise());

            Optional<TransportMessage> answer = bench.peers.responder.handle(TransportMessage.secured(noise));

            assertThat(answer).as("seed %d: %s", SEED, noise).isPresent();
            assertThat(bench.peers.responder.sessions()).isEmpty();
        }
    }

    private void sendNoise(Bench bench, SpdmSession session) {
        Bytes noise = noise();
        boolean isKeyUpdate = noise.size() > 1 && noise.at(1) == SpdmCode.KEY_UPDATE.requestCode();
        if (isKeyUpdate) {
            return;
        }

        Optional<TransportMessage> answer = bench.peers.responder.handle(
                TransportMessage.secured(session.secure().seal(noise)));

        answer.ifPresent(secured -> assertThat(session.secure().open(secured.payload()))
                .as("seed %d: %s", SEED, noise)
                .isPresent());
        assertThat(answer.isPresent()).as("seed %d: %s", SEED, noise).isEqualTo(noise.size() >= 4);
    }

    static Stream<Arguments> states() {
        return Stream.of(
                Arguments.of("not started", (Function<Bench, ?>) Bench::fresh),
                Arguments.of("after version", (Function<Bench, ?>) Bench::afterVersion),
                Arguments.of("after capabilities", (Function<Bench, ?>) Bench::afterCapabilities),
                Arguments.of("negotiated", (Function<Bench, ?>) Bench::negotiated),
                Arguments.of("after certificate", (Function<Bench, ?>) Bench::identified),
                Arguments.of("handshaking", (Function<Bench, ?>) Bench::handshaking),
                Arguments.of("established", (Function<Bench, ?>) Bench::established));
    }

    static Stream<Arguments> sessions() {
        return Stream.of(
                Arguments.of("handshaking", (Function<Bench, SpdmSession>) Bench::handshaking),
                Arguments.of("handshaking by key", (Function<Bench, SpdmSession>) Bench::pskHandshaking),
                Arguments.of("established", (Function<Bench, SpdmSession>) Bench::established));
    }

    /** Bytes without a form, or a header that makes some sense with a body of chance. */
    private Bytes noise() {
        return random.nextInt(4) == 0 ? bytes(random.nextInt(80)) : headed();
    }

    private Bytes headed() {
        SpdmCode[] codes = SpdmCode.values();
        int version = VERSIONS.get(random.nextInt(VERSIONS.size()));
        int code = codes[random.nextInt(codes.length)].requestCode();
        boolean isPlausible = random.nextBoolean();
        int first = isPlausible ? random.nextInt(4) : random.nextInt(256);
        int second = isPlausible ? random.nextInt(4) : random.nextInt(256);
        Bytes header = Bytes.of((byte) (isPlausible ? 0x12 : version), (byte) code, (byte) first, (byte) second);
        return header.plus(bytes(random.nextInt(200)));
    }

    private Bytes bytes(int size) {
        var drawn = new byte[size];
        random.nextBytes(drawn);
        return Bytes.of(drawn);
    }
}
