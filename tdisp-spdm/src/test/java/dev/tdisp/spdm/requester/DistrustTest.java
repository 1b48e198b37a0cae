package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.responder.ResponderCondition;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.TransportMessage;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the requester does not believe. */
class DistrustTest {
    private static final Consumer<SpdmRequester> CONNECT = SpdmRequester::connect;
    private static final Consumer<SpdmRequester> CHAIN = requester -> requester.certificateChain(0);
    private static final Consumer<SpdmRequester> CHALLENGE = requester -> requester.challenge(0);
    private static final Consumer<SpdmRequester> SESSION = requester -> requester.startSession(SessionOptions.DEFAULT);
    private static final Consumer<SpdmRequester> PSK =
            requester -> requester.startPskSession(Peers.HINT, Peers.psk(), SessionOptions.DEFAULT);

    /** A response that is changed on its way, and what the requester says about it. */
    private record Case(
            String name,
            Supplier<Peers> peers,
            int code,
            UnaryOperator<Bytes> change,
            Consumer<SpdmRequester> action,
            String reason) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource({"negotiation", "certificates", "proofs", "sessions"})
    @Tag("S-024")
    @Tag("S-007")
    @Tag("S-041")
    @Tag("S-064")
    void aResponseThatCannotBeIsNotBelieved(Case doubted) {
        Peers peers = doubted.peers().get();
        peers.onResponse = answer -> answer.payload().at(1) == doubted.code()
                ? TransportMessage.spdm(doubted.change().apply(answer.payload()))
                : answer;

        assertThatThrownBy(() -> doubted.action().accept(peers.requester))
                .isInstanceOf(SpdmException.class)
                .hasMessageContaining(doubted.reason())
                .hasMessageContaining("(section ")
                .satisfies(e -> assertThat(((SpdmException) e).exchanges()).isNotEmpty());
        assertThat(peers.requester.sessions()).isEmpty();
    }

    @Test
    @Tag("S-193")
    void nothingIsTriedTwice() {
        Peers peers = Peers.usual().connected();
        peers.responder.setCondition(ResponderCondition.BUSY);
        var requests = new int[1];
        peers.onRequest = request -> {
            requests[0]++;
            return request;
        };

        assertThatThrownBy(() -> peers.requester.digests()).isInstanceOfSatisfying(SpdmException.class, e -> {
            assertThat(e.error()).contains(SpdmErrorCode.BUSY);
            assertThat(e.clause()).isEqualTo("2.12");
            assertThat(e.exchanges()).endsWith("GET_DIGESTS", "  ERROR BUSY, data 00h");
        });
        assertThat(requests[0]).isEqualTo(1);
    }

    @Test
    void aResponderThatWantsToStartAnewIsStartedAnew() {
        Peers peers = Peers.usual().connected();
        peers.responder.setCondition(ResponderCondition.NEED_RESYNC);

        assertThatThrownBy(() -> peers.requester.digests())
                .isInstanceOfSatisfying(
                        SpdmException.class, e -> assertThat(e.error()).contains(SpdmErrorCode.REQUEST_RESYNCH));

        assertThat(peers.requester.state()).isEqualTo(ConnectionState.NOT_STARTED);
        assertThat(peers.connected().requester.state()).isEqualTo(ConnectionState.NEGOTIATED);
    }

    @Test
    void aChainOfAnotherRootIsBelievedByWhomTrustDoesNotMatter() {
        var stranger = DeviceIdentity.generate(
                new DeviceName("OTHER", "ROOT", "2"), AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(99));
        Peers peers = Peers.usual();
        var strict = new SpdmRequester(
                peers.transport,
                Peers.options().withPolicy(CertificatePolicy.trusting(List.of(stranger.root()))),
                peers.env);
        var lenient = new SpdmRequester(
                peers.transport, Peers.options().withPolicy(CertificatePolicy.authentic()), peers.env);

        strict.connect();
        assertThatThrownBy(() -> strict.certificateChain(0))
                .isInstanceOf(SpdmException.class)
                .hasMessageContaining("not believed");
        assertThatThrownBy(() -> strict.challenge(0)).isInstanceOf(IllegalStateException.class);
        lenient.connect();
        assertThat(lenient.certificateChain(0).leaf()).isEqualTo(peers.identity.leaf());
    }

    @Test
    void whatComesTooEarlyIsTheCallersMistake() {
        SpdmRequester requester = Peers.usual().requester;

        assertThatThrownBy(requester::digests).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> PSK.accept(requester)).isInstanceOf(IllegalStateException.class);
        requester.connect();
        assertThatThrownBy(() -> CHALLENGE.accept(requester))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("certificateChain(0)");
        assertThatThrownBy(() -> SESSION.accept(requester)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> requester.measurements(MeasurementQuery.ALL.signedBy(0)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> MeasurementQuery.index(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MeasurementQuery.index(255)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSilentResponderIsAFailedExchange() {
        Peers peers = Peers.usual();
        peers.onResponse = answer -> {
            throw new TransportException("the cable is cut");
        };

        assertThatThrownBy(peers.requester::connect)
                .isInstanceOf(SpdmException.class)
                .hasMessageContaining("the cable is cut");
    }

    @Test
    void aChainIsReadInPortions() {
        Peers peers = new Peers(Peers.profile(), Peers.options().withDataTransferSize(300)).connected();

        assertThat(peers.requester.certificateChain(0).leaf()).isEqualTo(peers.identity.leaf());
        peers.requester.challenge(0);
        peers.requester.startSession(SessionOptions.DEFAULT).end();
    }

    static Stream<Case> negotiation() {
        return Stream.of(
                connect(
                        "VERSION without entries",
                        0x04,
                        answer -> Bytes.fromHex("10 04 00 00 00 00"),
                        "no common version"),
                connect("VERSION without a common one", 0x04, set(7, 0x11), "no common version"),
                connect("VERSION of another version", 0x04, set(0, 0x12), "has version 12h"),
                connect("VERSION is cut", 0x04, answer -> answer.slice(0, 7), "malformed"),
                connect("VERSION is too long", 0x04, answer -> answer.plus(Bytes.filled(0, 4)), "followed by 4 bytes"),
                connect("another response", 0x04, set(1, 0x61), "malformed"),
                connect("an unknown response", 0x04, set(1, 0x40), "does not answer"),
                connect("a request", 0x04, set(1, 0x84), "malformed"),
                connect("CAPABILITIES of another version", 0x61, set(0, 0x13), "has version 13h"),
                connect("MEAS_CAP 3", 0x61, or(8, 0x18), "MEASUREMENT_VALUE"),
                connect("PSK_CAP 3", 0x61, or(9, 0x0C), "PSK_VALUE"),
                connect("CTExponent 32", 0x61, set(5, 32), "CTExponent"),
                connect("DataTransferSize 0", 0x61, set(13, 0), "DataTransferSize"),
                connect("DataTransferSize of its own", 0x61, set(12, 7), "DataTransferSize"),
                connect("hash that was not offered", 0x63, set(16, 1), "BASE_HASH"),
                connect("two hashes", 0x63, set(16, 3), "BASE_HASH"),
                connect("no hash", 0x63, set(16, 0), "HASH"),
                connect("no signature", 0x63, set(12, 0), "SIGNATURE"),
                connect("signature that was not offered", 0x63, set(12, 0x10), "BASE_ASYM"),
                connect("group that was not offered", 0x63, set(38, 8), "DHE"),
                connect("no group", 0x63, set(38, 0), "KEY_EXCHANGE"),
                connect("other tables", 0x63, set(36, 1), "tables"),
                connect("measurement specification 0", 0x63, set(6, 0), "measurement specification"),
                connect("no measurement hash", 0x63, set(8, 0), "measurement specification"),
                connect("opaque data format 0", 0x63, set(7, 1), "opaque data format"),
                connect("Length of its own", 0x63, set(4, 7), "malformed"),
                connect("external algorithms of a table", 0x63, set(37, 0x21), "malformed"));
    }

    static Stream<Case> certificates() {
        Consumer<SpdmRequester> digests = SpdmRequester::digests;
        return Stream.of(
                of(
                        "DIGESTS without a slot",
                        Peers.usual()::connected,
                        0x01,
                        answer -> Bytes.fromHex("12 01 00 00"),
                        digests,
                        "slot masks"),
                of(
                        "DIGESTS is cut",
                        Peers.usual()::connected,
                        0x01,
                        answer -> answer.slice(0, 50),
                        digests,
                        "malformed"),
                of(
                        "slots that do not exist",
                        () -> version(SpdmVersion.V1_3).connected(),
                        0x01,
                        set(2, 1),
                        digests,
                        "slot masks"),
                of(
                        "chain of another digest",
                        Peers.usual()::connected,
                        0x01,
                        xor(10),
                        digests.andThen(CHAIN),
                        "not that of DIGESTS"),
                of("CERTIFICATE of another slot", Peers.usual()::connected, 0x02, set(2, 1), CHAIN, "slot 1"),
                of(
                        "CERTIFICATE without a portion",
                        Peers.usual()::connected,
                        0x02,
                        answer -> Bytes.fromHex("12 02 00 00 00 00 10 00"),
                        CHAIN,
                        "PortionLength 0"),
                of(
                        "CERTIFICATE with more to come",
                        Peers.usual()::connected,
                        0x02,
                        set(6, 8),
                        CHAIN,
                        "GET_CERTIFICATE was refused"),
                of("chain of another length", Peers.usual()::connected, 0x02, xor(8), CHAIN, "malformed"),
                of("chain with another root", Peers.usual()::connected, 0x02, xor(20), CHAIN, "not believed"),
                of(
                        "chain with another signature",
                        Peers.usual()::connected,
                        0x02,
                        answer -> answer.with(answer.size() - 1, answer.at(answer.size() - 1) ^ 1),
                        CHAIN,
                        "not believed"));
    }

    static Stream<Case> proofs() {
        Consumer<SpdmRequester> count = requester -> requester.measurements(MeasurementQuery.COUNT);
        Consumer<SpdmRequester> one = requester -> requester.measurements(MeasurementQuery.index(1));
        Consumer<SpdmRequester> all = requester -> requester.measurements(MeasurementQuery.ALL);
        Consumer<SpdmRequester> signed = requester -> requester.measurements(MeasurementQuery.ALL.signedBy(0));
        return Stream.of(
                identified("proof of another slot", 0x03, set(2, 2), CHALLENGE, "attributes"),
                identified("proof with mutual authentication", 0x03, set(2, 0x80), CHALLENGE, "attributes"),
                identified("proof of an empty slot", 0x03, set(3, 4), CHALLENGE, "attributes"),
                identified("proof of another chain", 0x03, xor(4), CHALLENGE, "CertChainHash"),
                identified("proof with another nonce", 0x03, xor(60), CHALLENGE, "signature"),
                identified("proof with another signature", 0x03, xor(90), CHALLENGE, "signature"),
                of(
                        "proof without the context",
                        () -> version(SpdmVersion.V1_3).identified(),
                        0x03,
                        xor(86),
                        CHALLENGE,
                        "RequesterContext"),
                identified("blocks in a count", 0x60, set(4, 1), count, "blocks"),
                identified("content changed", 0x60, set(3, 0x10), all, "content-changed"),
                identified("another index", 0x60, set(8, 2), one, "blocks"),
                identified("blocks not counted", 0x60, set(4, 2), all, "blocks"),
                identified("blocks in disorder", 0x60, set(8, 3), all, "blocks"),
                identified("another measurement specification", 0x60, set(9, 2), all, "malformed"),
                identified("blocks of another size", 0x60, xor(10), all, "malformed"),
                of(
                        "measurements without the context",
                        () -> version(SpdmVersion.V1_3).identified(),
                        0x60,
                        answer -> answer.with(answer.size() - 1, answer.at(answer.size() - 1) ^ 1),
                        all,
                        "RequesterContext"),
                identified("measurements of another slot", 0x60, set(3, 2), signed, "slot 0"),
                identified("another measurement", 0x60, xor(20), signed, "signature"));
    }

    static Stream<Case> sessions() {
        int verifySize = 48;
        int signatureSize = 96;
        return Stream.of(
                of(
                        "heartbeat without HBEAT_CAP",
                        () -> withoutHeartbeat().identified(),
                        0x64,
                        set(2, 5),
                        SESSION,
                        "HeartbeatPeriod"),
                identified("session id 0", 0x64, answer -> answer.with(4, 0).with(5, 0), SESSION, "session id"),
                identified("mutual authentication", 0x64, set(6, 1), SESSION, "MutAuthRequested"),
                identified("another random number", 0x64, xor(10), SESSION, "signature"),
                identified("another public value", 0x64, xor(50), SESSION, "signature"),
                identified(
                        "another version of secured messages",
                        0x64,
                        fromEnd(verifySize + signatureSize + 1, 0x20),
                        SESSION,
                        "was not offered"),
                identified("another signature", 0x64, fromEnd(verifySize + 1, 0xA5), SESSION, "signature"),
                identified(
                        "another MAC",
                        0x64,
                        answer -> answer.with(answer.size() - 1, answer.at(answer.size() - 1) ^ 1),
                        SESSION,
                        "ResponderVerifyData"),
                identified("a refused FINISH", 0x64, set(1, 0x7F), SESSION, "refused"),
                identified(
                        "PSK without context",
                        0x66,
                        answer -> answer.slice(0, 8)
                                .plus(Bytes.fromHex("00 00"))
                                .plus(answer.slice(10, 12))
                                .plus(answer.from(76)),
                        PSK,
                        "ResponderContext"),
                identified(
                        "another MAC of a key",
                        0x66,
                        answer -> answer.with(answer.size() - 1, answer.at(answer.size() - 1) ^ 1),
                        PSK,
                        "ResponderVerifyData"),
                identified("a heartbeat for a key without HBEAT_CAP", 0x66, set(6, 1), PSK, "ResponderVerifyData"),
                of(
                        "a vendor's answer of another protocol",
                        Peers::usual,
                        0x7F,
                        answer -> Bytes.fromHex("12 7e 00 00 03 00 02 01 00 01 00 00"),
                        requester -> {
                            requester.connect();
                            requester.vendor(VendorProtocol.TDISP, Bytes.EMPTY);
                        },
                        "not of TDISP"));
    }

    private static Case of(
            String name,
            Supplier<Peers> peers,
            int code,
            UnaryOperator<Bytes> change,
            Consumer<SpdmRequester> action,
            String reason) {
        return new Case(name, peers, code, change, action, reason);
    }

    private static Case connect(String name, int code, UnaryOperator<Bytes> change, String reason) {
        return of(name, Peers::usual, code, change, CONNECT, reason);
    }

    private static Case identified(
            String name, int code, UnaryOperator<Bytes> change, Consumer<SpdmRequester> action, String reason) {
        return of(name, () -> Peers.usual().identified(), code, change, action, reason);
    }

    private static Peers version(SpdmVersion version) {
        return new Peers(Peers.profile().withVersions(version), Peers.options().withVersions(version));
    }

    private static Peers withoutHeartbeat() {
        var flags = Peers.options().capabilities().without(Capability.HBEAT_CAP);
        return new Peers(Peers.profile(), Peers.options().withCapabilities(flags));
    }

    private static UnaryOperator<Bytes> set(int index, int value) {
        return answer -> answer.with(index, value);
    }

    private static UnaryOperator<Bytes> or(int index, int bits) {
        return answer -> answer.with(index, answer.at(index) | bits);
    }

    private static UnaryOperator<Bytes> xor(int index) {
        return answer -> answer.with(index, answer.at(index) ^ 1);
    }

    private static UnaryOperator<Bytes> fromEnd(int distance, int bits) {
        return answer -> answer.with(answer.size() - distance, answer.at(answer.size() - distance) ^ bits);
    }
}
