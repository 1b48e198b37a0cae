package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.EntropyException;
import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.crypto.Signer;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.session.KeySchedule;
import dev.tdisp.spdm.session.SecureSession;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.TransportMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How secrets, randomness and hostile text are handled. */
class HygieneTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("endings")
    @Tag("GAP-SEC-01")
    @Tag("GAP-SEC-15")
    void noKeySurvivesTheEndOfItsSession(String name, BiConsumer<Bench, SpdmSession> ending) {
        Bench bench = Bench.usual();
        SpdmSession session = bench.established();

        ending.accept(bench, session);

        assertThat(session.secure().isDestroyed()).isTrue();
        assertThatThrownBy(() -> session.secure().seal(Bytes.EMPTY)).isInstanceOf(IllegalStateException.class);
    }

    static List<Arguments> endings() {
        return List.of(
                ending("END_SESSION", (bench, session) -> bench.requester.end(session, "END_SESSION")),
                ending("GET_VERSION", (bench, session) -> bench.requester.restart("test")),
                ending(
                        "a transport that fails",
                        (bench, session) -> failing(bench, session, request -> {
                            throw new TransportException("gone");
                        })),
                ending(
                        "a record that cannot be opened",
                        (bench, session) -> failing(
                                bench,
                                session,
                                answer -> TransportMessage.secured(answer.payload()
                                        .with(8, answer.payload().at(8) ^ 1)))),
                ending(
                        "an answer in the clear",
                        (bench, session) -> failing(
                                bench, session, answer -> TransportMessage.spdm(Bytes.fromHex("12 68 00 00")))));
    }

    @ParameterizedTest
    @ValueSource(classes = {Secret.class, Signer.class, SecureSession.class, KeySchedule.class})
    @Tag("GAP-SEC-02")
    @Tag("GAP-SEC-03")
    void keyHoldersAreNeitherRecordsNorSerializable(Class<?> type) {
        assertThat(type.isRecord()).isFalse();
        assertThat(Serializable.class.isAssignableFrom(type)).isFalse();
    }

    @Test
    @Tag("GAP-SEC-02")
    @Tag("GAP-SEC-03")
    void aSecretIsNotWrittenAndNotShown() throws IOException {
        var secret = Secret.copyOf(Bytes.filled(0x5A, 32));

        try (var out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThatThrownBy(() -> out.writeObject(secret)).isInstanceOf(NotSerializableException.class);
        }
        assertThat(secret.toString()).doesNotContainIgnoringCase("5a");
    }

    @Test
    @Tag("GAP-SEC-04")
    void secretsAreComparedInConstantTimeOnly() throws NoSuchMethodException {
        var secret = Secret.copyOf(Bytes.filled(1, 32));

        assertThat(Secret.class.getMethod("equals", Object.class).getDeclaringClass())
                .isEqualTo(Object.class);
        assertThat(secret.matches(Secret.copyOf(Bytes.filled(1, 32)))).isTrue();
        assertThat(secret.matches(Secret.copyOf(Bytes.filled(2, 32)))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000, 100_000})
    @Tag("GAP-SEC-07")
    void deeplyNestedCertificatesAreMalformedAndNothingElse(int depth) {
        Bytes nested = Bytes.EMPTY;
        byte[] deep = new byte[2 * depth];
        for (int i = 0; i < deep.length; i += 2) {
            deep[i] = 0x30;
            deep[i + 1] = (byte) 0x80;
        }
        nested = Bytes.of(deep);

        Bytes hostile = nested;
        assertThatThrownBy(() -> X509Certificate.decode(hostile)).isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12 7f ff 00 04 0a 0d 1b 5b", "12 0a 0d 1b", "0a 0d 1b 00", "12 02 00 00 ff ff 1b 0a"})
    @Tag("GAP-SEC-08")
    void failuresShowNoControlCharactersOfThePeer(String answer) {
        Peers peers = Peers.usual().connected();
        peers.onResponse = sent -> TransportMessage.spdm(Bytes.fromHex(answer));

        assertThatThrownBy(() -> peers.requester.certificateChain(0))
                .isInstanceOfSatisfying(
                        SpdmException.class,
                        failure -> assertThat(failure.getMessage().chars().filter(c -> c < 0x20 && c != '\n'))
                                .isEmpty());
    }

    @Test
    @Tag("GAP-SEC-09")
    void withoutRandomnessNothingIsSentThatNeedsIt() {
        Peers peers = Peers.usual();
        RandomSource broken = new RandomSource() {
            @Override
            public Bytes next(int size) {
                throw new EntropyException("no entropy");
            }

            @Override
            public boolean isDeterministic() {
                return false;
            }

            @Override
            public RandomSource forParty(String party) {
                return this;
            }
        };
        List<Integer> sent = new ArrayList<>();
        peers.onRequest = request -> {
            sent.add(request.payload().at(1));
            return request;
        };
        var requester =
                new SpdmRequester(peers.transport, peers.options, new Env(peers.time, peers.time, broken, peers.trace));
        requester.connect();
        requester.certificateChain(0);

        assertThatThrownBy(() -> requester.challenge(0)).isInstanceOf(EntropyException.class);
        assertThatThrownBy(() -> requester.startSession(SessionOptions.DEFAULT)).isInstanceOf(EntropyException.class);

        assertThat(sent).doesNotContain(0x83, 0xE4);
    }

    @Test
    @Tag("GAP-SEC-10")
    void secureRandomnessIsNotDeterministic() {
        assertThat(RandomSource.secure().isDeterministic()).isFalse();
        assertThat(RandomSource.secure().next(32))
                .isNotEqualTo(RandomSource.secure().next(32));
    }

    private static Arguments ending(String name, BiConsumer<Bench, SpdmSession> ending) {
        return Arguments.of(name, ending);
    }

    private static void failing(
            Bench bench, SpdmSession session, java.util.function.UnaryOperator<TransportMessage> hand) {
        bench.peers.onResponse = hand;
        assertThatThrownBy(() -> new RequesterSession(bench.requester, session, Bytes.EMPTY).heartbeat())
                .isInstanceOf(SpdmException.class);
    }
}
