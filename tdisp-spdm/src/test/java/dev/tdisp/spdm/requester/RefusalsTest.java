package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.DheGroup;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.crypto.KeyAgreement;
import dev.tdisp.spdm.message.KeyExchange;
import dev.tdisp.spdm.message.PskExchange;
import dev.tdisp.spdm.message.SecuredMessageVersions;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.responder.ResponderCondition;
import dev.tdisp.spdm.responder.SpdmProfile;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the responder refuses, one check after the other. */
class RefusalsTest {
    private static final String NONCE = " " + "11 ".repeat(32);
    private static final String CAPABILITIES = "12 e1 00 00 00 00 00 00 c6 66 00 00 00 12 00 00 00 12 00 00";

    /** A request in a certain state, and the error that answers it. */
    private record Case(
            String name, Supplier<Bench> bench, Function<Bench, Bytes> request, SpdmErrorCode error, int data) {
        @Override
        public String toString() {
            return name + " -> " + error;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    @Tag("S-142")
    void aRequestIsRefusedWithTheErrorOfTheFirstCheckThatFails(Case refused) {
        Bench bench = refused.bench().get();

        Bytes answer = refused.request().apply(bench);

        assertThat(answer.at(1)).as("%s", answer).isEqualTo(0x7F);
        assertThat(SpdmErrorCode.of(answer.at(2))).contains(refused.error());
        assertThat(answer.at(3)).as("error data").isEqualTo(refused.data());
    }

    @ParameterizedTest
    @MethodSource("sessionOnly")
    @Tag("S-141")
    void whatIsLegalInASessionOnlyIsRefusedOutsideByVersion(String code) {
        Bench second = Bench.usual().negotiated();
        Bench first = Bench.of(SpdmVersion.V1_1);
        first.clear("10 84 00 00");
        first.clear("11 e1 00 00 00 00 00 00 c6 66 00 00");
        first.clear("11 e3 04 00 30 00 01 00 80 00 00 00 02 00 00 00" + " 00".repeat(16)
                + " 02 20 10 00 03 20 02 00 04 20 80 00 05 20 01 00");

        assertThat(second.clear("12 " + code + " 01 00" + " 00".repeat(code.equals("e7") ? 48 : 0))
                        .at(2))
                .isEqualTo(0x0B);
        assertThat(first.clear("11 " + code + " 01 00" + " 00".repeat(code.equals("e7") ? 48 : 0))
                        .at(2))
                .isEqualTo(0x05);
    }

    @Test
    @Tag("S-004")
    void getVersionOfAnotherVersionChangesNothing() {
        Bench bench = Bench.usual();
        SpdmSession session = bench.established();

        Bytes answer = bench.clear("12 84 00 00");

        assertThat(answer).isEqualTo(Bytes.fromHex("12 7f 41 00"));
        assertThat(bench.inSession(session, "12 e8 00 00")).isEqualTo(Bytes.fromHex("12 68 00 00"));
    }

    @Test
    @Tag("S-019")
    void aCorrectedOfferIsAcceptedAfterARefusedOne() {
        Bench bench = Bench.usual().afterCapabilities();

        Bytes refused = bench.clear(offer("80 00 00 00", "01 00 00 00"));
        Bytes accepted = bench.clear(offer("80 00 00 00", "02 00 00 00"));

        assertThat(refused).isEqualTo(Bytes.fromHex("12 7f 01 00"));
        assertThat(accepted.at(1)).isEqualTo(0x63);
    }

    @Test
    @Tag("S-186")
    void aResponseThatTheRequesterCannotReceiveIsAnnounced() {
        Bench bench = new Bench(Peers.profile(), Peers.options().withDataTransferSize(60));
        bench.negotiated();

        Bytes answer = bench.clear("12 81 00 00");

        assertThat(answer).isEqualTo(Bytes.fromHex("12 7f 0d 00 64 00 00 00"));
    }

    static Stream<String> sessionOnly() {
        return Stream.of("e8", "ec", "e5", "e7");
    }

    static Stream<Case> cases() {
        return Stream.of(
                        connection(),
                        negotiation(),
                        authentication(),
                        measurements(),
                        keyExchange(),
                        psk(),
                        session(),
                        others())
                .flatMap(List::stream);
    }

    private static List<Case> connection() {
        return List.of(
                clear("GET_VERSION is too short", Bench::fresh, "10 84 00", SpdmErrorCode.INVALID_REQUEST),
                clear("no byte at all", Bench::fresh, "", SpdmErrorCode.INVALID_REQUEST),
                clear("GET_VERSION of version 1.2", Bench::fresh, "12 84 00 00", SpdmErrorCode.VERSION_MISMATCH),
                clear("version byte after VERSION", Bench::afterVersion, "12 81 00 00", SpdmErrorCode.VERSION_MISMATCH),
                clear(
                        "GET_DIGESTS after VERSION",
                        Bench::afterVersion,
                        "10 81 00 00",
                        SpdmErrorCode.UNEXPECTED_REQUEST),
                clear("GET_CAPABILITIES at the start", Bench::fresh, CAPABILITIES, SpdmErrorCode.UNEXPECTED_REQUEST),
                clear(
                        "GET_CAPABILITIES twice",
                        Bench::afterCapabilities,
                        CAPABILITIES,
                        SpdmErrorCode.UNEXPECTED_REQUEST),
                clear(
                        "GET_CAPABILITIES of an unknown version",
                        Bench::afterVersion,
                        CAPABILITIES.replaceFirst("12", "13"),
                        SpdmErrorCode.VERSION_MISMATCH),
                clear(
                        "GET_CAPABILITIES is too short",
                        Bench::afterVersion,
                        CAPABILITIES.substring(0, 50),
                        SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "CTExponent 32",
                        Bench::afterVersion,
                        CAPABILITIES.replaceFirst("12 e1 00 00 00 00", "12 e1 00 00 00 20"),
                        SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "PSK_CAP 2 of a requester",
                        Bench::afterVersion,
                        CAPABILITIES.replaceFirst("c6 66", "c6 6a"),
                        SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "DataTransferSize 41",
                        Bench::afterVersion,
                        CAPABILITIES.replaceFirst("00 12 00 00 00 12", "29 00 00 00 29 00"),
                        SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "DataTransferSize of its own without chunks",
                        Bench::afterVersion,
                        CAPABILITIES.replaceFirst("00 12 00 00 00 12", "00 11 00 00 00 12"),
                        SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "algorithms asked for without chunks",
                        () -> Bench.of(SpdmVersion.V1_3).afterVersion(),
                        CAPABILITIES.replaceFirst("12 e1 00", "13 e1 01"),
                        SpdmErrorCode.INVALID_REQUEST),
                clear("busy", () -> inCondition(ResponderCondition.BUSY), "12 81 00 00", SpdmErrorCode.BUSY),
                clear(
                        "busy at GET_VERSION",
                        () -> inCondition(ResponderCondition.BUSY),
                        "10 84 00 00",
                        SpdmErrorCode.BUSY),
                clear(
                        "needs a new start",
                        () -> inCondition(ResponderCondition.NEED_RESYNC),
                        "12 81 00 00",
                        SpdmErrorCode.REQUEST_RESYNCH));
    }

    private static List<Case> negotiation() {
        Supplier<Bench> ready = () -> Bench.usual().afterCapabilities();
        String good = offer("80 00 00 00", "02 00 00 00");
        return List.of(
                clear(
                        "NEGOTIATE_ALGORITHMS after VERSION",
                        Bench::afterVersion,
                        good.replaceFirst("12", "10"),
                        SpdmErrorCode.UNEXPECTED_REQUEST),
                clear("NEGOTIATE_ALGORITHMS twice", Bench::negotiated, good, SpdmErrorCode.UNEXPECTED_REQUEST),
                clear("wrong version", ready, good.replaceFirst("12", "13"), SpdmErrorCode.VERSION_MISMATCH),
                clear("too short", ready, good.substring(0, 60), SpdmErrorCode.INVALID_REQUEST),
                clear("wrong Length", ready, good.replaceFirst("30 00 01", "31 00 01"), SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "tables in disorder",
                        ready,
                        good.replaceFirst("02 20 10 00 03 20 02 00", "03 20 02 00 02 20 10 00"),
                        SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "table twice",
                        ready,
                        good.replaceFirst("03 20 02 00", "02 20 10 00"),
                        SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "table of post-quantum signatures",
                        ready,
                        good.replaceFirst("05 20 01 00", "06 20 01 00"),
                        SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "unknown table",
                        ready,
                        good.replaceFirst("05 20 01 00", "08 20 01 00"),
                        SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "empty table",
                        ready,
                        good.replaceFirst("04 20 80 00", "04 20 00 00"),
                        SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "table of 3 bytes",
                        ready,
                        good.replaceFirst("04 20 80 00", "04 30 80 00"),
                        SpdmErrorCode.INVALID_REQUEST),
                clear("no common hash", ready, offer("80 00 00 00", "01 00 00 00"), SpdmErrorCode.INVALID_REQUEST),
                clear("no common signature", ready, offer("10 00 00 00", "02 00 00 00"), SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "no common group",
                        ready,
                        good.replaceFirst("02 20 10 00", "02 20 08 00"),
                        SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "no common cipher",
                        ready,
                        good.replaceFirst("03 20 02 00", "03 20 04 00"),
                        SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "no key schedule",
                        ready,
                        good.replaceFirst("05 20 01 00", "05 20 02 00"),
                        SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "unknown measurement specification",
                        ready,
                        good.replaceFirst("30 00 01", "30 00 02"),
                        SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "several keys of a responder with one",
                        () -> {
                            Bench bench = Bench.of(SpdmVersion.V1_3).afterVersion();
                            bench.clear(CAPABILITIES.replaceFirst("12", "13"));
                            return bench;
                        },
                        good.replaceFirst("12", "13").replaceFirst("30 00 01 02", "30 00 01 12"),
                        SpdmErrorCode.INVALID_REQUEST));
    }

    private static List<Case> authentication() {
        Supplier<Bench> ready = () -> Bench.usual().negotiated();
        return List.of(
                clear("GET_DIGESTS of another version", ready, "13 81 00 00", SpdmErrorCode.VERSION_MISMATCH),
                clear(
                        "GET_DIGESTS after CAPABILITIES",
                        Bench::afterCapabilities,
                        "12 81 00 00",
                        SpdmErrorCode.UNEXPECTED_REQUEST),
                unsupported("GET_DIGESTS without CERT_CAP", () -> without(Capability.CERT_CAP), "12 81 00 00", 0x81),
                unsupported(
                        "GET_CERTIFICATE without CERT_CAP",
                        () -> without(Capability.CERT_CAP),
                        "12 82 00 00 00 00 ff ff",
                        0x82),
                unsupported(
                        "CHALLENGE without CHAL_CAP", () -> without(Capability.CHAL_CAP), "12 83 00 00" + NONCE, 0x83),
                clear(
                        "GET_CERTIFICATE after CAPABILITIES",
                        Bench::afterCapabilities,
                        "12 82 00 00 00 00 ff ff",
                        SpdmErrorCode.UNEXPECTED_REQUEST),
                clear("GET_CERTIFICATE is too short", ready, "12 82 00 00 00 00 ff", SpdmErrorCode.INVALID_REQUEST),
                clear("GET_CERTIFICATE of slot 8", ready, "12 82 08 00 00 00 ff ff", SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "GET_CERTIFICATE of an empty slot",
                        ready,
                        "12 82 01 00 00 00 ff ff",
                        SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "GET_CERTIFICATE behind the end",
                        ready,
                        "12 82 00 00 ff ff ff ff",
                        SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "CHALLENGE after CAPABILITIES",
                        Bench::afterCapabilities,
                        "12 83 00 00" + NONCE,
                        SpdmErrorCode.UNEXPECTED_REQUEST),
                clear("CHALLENGE is too short", ready, "12 83 00 00", SpdmErrorCode.INVALID_REQUEST),
                clear("CHALLENGE of an empty slot", ready, "12 83 01 00" + NONCE, SpdmErrorCode.INVALID_REQUEST),
                clear("CHALLENGE of a provisioned key", ready, "12 83 ff 00" + NONCE, SpdmErrorCode.INVALID_REQUEST),
                clear("CHALLENGE with a reserved summary", ready, "12 83 00 02" + NONCE, SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "CHALLENGE with a summary of nothing",
                        () -> new Bench(unmeasured(), Peers.options()).negotiated(),
                        "12 83 00 ff" + NONCE,
                        SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "CHALLENGE without context in 1.3",
                        () -> Bench.of(SpdmVersion.V1_3).negotiated(),
                        "13 83 00 00" + NONCE,
                        SpdmErrorCode.INVALID_REQUEST));
    }

    private static List<Case> measurements() {
        Supplier<Bench> ready = () -> Bench.usual().negotiated();
        return List.of(
                clear("GET_MEASUREMENTS of another version", ready, "13 e0 00 00", SpdmErrorCode.VERSION_MISMATCH),
                clear(
                        "GET_MEASUREMENTS after CAPABILITIES",
                        Bench::afterCapabilities,
                        "12 e0 00 00",
                        SpdmErrorCode.UNEXPECTED_REQUEST),
                unsupported(
                        "GET_MEASUREMENTS without MEAS_CAP",
                        () -> new Bench(unmeasured(), Peers.options()).negotiated(),
                        "12 e0 00 00",
                        0xE0),
                clear(
                        "signature of MEAS_CAP 1",
                        () -> new Bench(unsigned(), Peers.options()).negotiated(),
                        "12 e0 01 ff" + NONCE + "00",
                        SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "signed GET_MEASUREMENTS is too short",
                        ready,
                        "12 e0 01 ff" + NONCE,
                        SpdmErrorCode.INVALID_REQUEST),
                clear("unknown index", ready, "12 e0 00 77", SpdmErrorCode.INVALID_REQUEST),
                clear("signature of an empty slot", ready, "12 e0 01 ff" + NONCE + "01", SpdmErrorCode.INVALID_REQUEST),
                clear(
                        "GET_MEASUREMENTS without context in 1.3",
                        () -> Bench.of(SpdmVersion.V1_3).negotiated(),
                        "13 e0 00 00",
                        SpdmErrorCode.INVALID_REQUEST));
    }

    private static List<Case> keyExchange() {
        Supplier<Bench> ready = () -> Bench.usual().negotiated();
        return List.of(
                of(
                        "KEY_EXCHANGE of another version",
                        ready,
                        bench -> bench.clear(exchange(bench, 0, 0).with(0, 0x13)),
                        SpdmErrorCode.VERSION_MISMATCH,
                        0),
                of(
                        "KEY_EXCHANGE after CAPABILITIES",
                        () -> Bench.usual().afterCapabilities(),
                        bench -> bench.clear("12 e4 00 00"),
                        SpdmErrorCode.UNEXPECTED_REQUEST,
                        0),
                of(
                        "KEY_EXCHANGE without KEY_EX_CAP",
                        () -> withoutRequester(Capability.KEY_EX_CAP),
                        bench -> bench.clear("12 e4 00 00"),
                        SpdmErrorCode.UNSUPPORTED_REQUEST,
                        0xE4),
                of(
                        "KEY_EXCHANGE without MAC_CAP",
                        () -> withoutRequester(Capability.MAC_CAP),
                        bench -> bench.clear("12 e4 00 00"),
                        SpdmErrorCode.INVALID_REQUEST,
                        0xE4),
                of(
                        "KEY_EXCHANGE with an empty slot",
                        ready,
                        bench -> bench.clear(exchange(bench, 0, 1)),
                        SpdmErrorCode.INVALID_REQUEST,
                        0),
                of(
                        "KEY_EXCHANGE with a provisioned key",
                        ready,
                        bench -> bench.clear(exchange(bench, 0, 0xFF)),
                        SpdmErrorCode.INVALID_REQUEST,
                        0),
                of(
                        "KEY_EXCHANGE with a reserved summary",
                        ready,
                        bench -> bench.clear(exchange(bench, 2, 0)),
                        SpdmErrorCode.INVALID_REQUEST,
                        0),
                of(
                        "KEY_EXCHANGE is too short",
                        ready,
                        bench -> bench.clear(exchange(bench, 0, 0).slice(0, 100)),
                        SpdmErrorCode.INVALID_REQUEST,
                        0),
                of(
                        "KEY_EXCHANGE without opaque data",
                        ready,
                        bench -> bench.clear(exchange(bench, Bytes.EMPTY, 0)),
                        SpdmErrorCode.INVALID_REQUEST,
                        0),
                of(
                        "KEY_EXCHANGE without a common version",
                        ready,
                        bench -> bench.clear(
                                exchange(bench, SecuredMessageVersions.offer(SpdmVersion.V1_2, List.of(0x2000)), 0)),
                        SpdmErrorCode.INVALID_REQUEST,
                        0),
                of(
                        "KEY_EXCHANGE with a point off the curve",
                        ready,
                        bench -> bench.clear(exchange(bench, 0, 0).with(60, 0).with(61, 0)),
                        SpdmErrorCode.UNSPECIFIED,
                        0),
                of(
                        "KEY_EXCHANGE with EventAllPolicy",
                        () -> Bench.of(SpdmVersion.V1_3).negotiated(),
                        bench -> bench.clear(exchange(bench, 0, 0).with(6, 2)),
                        SpdmErrorCode.INVALID_REQUEST,
                        0),
                of(
                        "KEY_EXCHANGE without OpaqueDataFmt1",
                        () -> {
                            Bench bench = Bench.usual().afterCapabilities();
                            bench.clear(offer("80 00 00 00", "02 00 00 00").replaceFirst("30 00 01 02", "30 00 01 00"));
                            return bench;
                        },
                        bench -> bench.clear("12 e4 00 00"),
                        SpdmErrorCode.INVALID_REQUEST,
                        0),
                of(
                        "one session too many",
                        () -> {
                            Bench bench = new Bench(Peers.profile().withMaximumSessions(1), Peers.options());
                            bench.established();
                            return bench;
                        },
                        bench -> bench.clear(exchange(bench, 0, 0)),
                        SpdmErrorCode.SESSION_LIMIT_EXCEEDED,
                        0));
    }

    private static List<Case> psk() {
        Supplier<Bench> ready = () -> Bench.usual().negotiated();
        return List.of(
                of(
                        "PSK_EXCHANGE without PSK_CAP",
                        () -> withoutRequester(Capability.PSK_CAP),
                        bench -> bench.clear(pskExchange(Peers.HINT)),
                        SpdmErrorCode.UNSUPPORTED_REQUEST,
                        0xE6),
                of(
                        "PSK_EXCHANGE without MAC_CAP",
                        () -> withoutRequester(Capability.MAC_CAP),
                        bench -> bench.clear(pskExchange(Peers.HINT)),
                        SpdmErrorCode.INVALID_REQUEST,
                        0xE4),
                of(
                        "PSK_EXCHANGE with a long hint",
                        ready,
                        bench -> bench.clear(pskExchange(Bytes.filled(0, 33))),
                        SpdmErrorCode.INVALID_REQUEST,
                        0),
                of(
                        "PSK_EXCHANGE with an unknown hint",
                        ready,
                        bench -> bench.clear(pskExchange(Bytes.filled(0, 4))),
                        SpdmErrorCode.UNSPECIFIED,
                        0),
                of(
                        "PSK_EXCHANGE is too short",
                        ready,
                        bench -> bench.clear(pskExchange(Peers.HINT).slice(0, 40)),
                        SpdmErrorCode.INVALID_REQUEST,
                        0),
                of(
                        "PSK_FINISH of a session by KEY_EXCHANGE",
                        Bench::usual,
                        bench -> bench.inSession(bench.handshaking(), "12 e7 00 00" + " 00".repeat(48)),
                        SpdmErrorCode.UNEXPECTED_REQUEST,
                        0),
                of(
                        "FINISH of a session by PSK_EXCHANGE",
                        Bench::usual,
                        bench -> bench.inSession(bench.pskHandshaking(), "12 e5 00 00" + " 00".repeat(48)),
                        SpdmErrorCode.UNEXPECTED_REQUEST,
                        0),
                of(
                        "PSK_FINISH is too short",
                        Bench::usual,
                        bench -> bench.inSession(bench.pskHandshaking(), "12 e7 00 00" + " 00".repeat(47)),
                        SpdmErrorCode.INVALID_REQUEST,
                        0),
                of(
                        "PSK_FINISH is too long",
                        Bench::usual,
                        bench -> bench.inSession(bench.pskHandshaking(), "12 e7 00 00" + " 00".repeat(49)),
                        SpdmErrorCode.INVALID_REQUEST,
                        0),
                of(
                        "PSK_FINISH with a wrong MAC",
                        Bench::usual,
                        bench -> bench.inSession(bench.pskHandshaking(), "12 e7 00 00" + " 00".repeat(48)),
                        SpdmErrorCode.DECRYPT_ERROR,
                        0));
    }

    private static List<Case> session() {
        return Stream.concat(handshake(), established()).toList();
    }

    private static Stream<Case> handshake() {
        return Stream.of(
                handshaking("FINISH with a signature", "12 e5 01 00" + " 00".repeat(48), SpdmErrorCode.INVALID_REQUEST),
                handshaking("FINISH is too short", "12 e5 00 00" + " 00".repeat(47), SpdmErrorCode.INVALID_REQUEST),
                handshaking("FINISH with a wrong MAC", "12 e5 00 00" + " 00".repeat(48), SpdmErrorCode.DECRYPT_ERROR),
                handshaking("HEARTBEAT in the handshake", "12 e8 00 00", SpdmErrorCode.UNEXPECTED_REQUEST),
                handshaking("END_SESSION in the handshake", "12 ec 00 00", SpdmErrorCode.UNEXPECTED_REQUEST),
                handshaking("KEY_UPDATE in the handshake", "12 e9 01 00", SpdmErrorCode.UNEXPECTED_REQUEST),
                handshaking("GET_MEASUREMENTS in the handshake", "12 e0 00 ff", SpdmErrorCode.UNEXPECTED_REQUEST),
                handshaking("GET_DIGESTS in the handshake", "12 81 00 00", SpdmErrorCode.UNEXPECTED_REQUEST),
                handshaking(
                        "GET_CERTIFICATE in the handshake",
                        "12 82 00 00 00 00 ff ff",
                        SpdmErrorCode.UNEXPECTED_REQUEST),
                handshaking(
                        "TDISP in the handshake",
                        "12 fe 00 00 03 00 02 01 00 01 00 01",
                        SpdmErrorCode.UNEXPECTED_REQUEST));
    }

    private static Stream<Case> established() {
        return Stream.of(
                established("another version", "13 e8 00 00", SpdmErrorCode.VERSION_MISMATCH),
                established("GET_VERSION", "10 84 00 00", SpdmErrorCode.UNEXPECTED_REQUEST),
                established("GET_CAPABILITIES", CAPABILITIES, SpdmErrorCode.UNEXPECTED_REQUEST),
                established(
                        "NEGOTIATE_ALGORITHMS", offer("80 00 00 00", "02 00 00 00"), SpdmErrorCode.UNEXPECTED_REQUEST),
                established("CHALLENGE", "12 83 00 00" + NONCE, SpdmErrorCode.UNEXPECTED_REQUEST),
                established("KEY_EXCHANGE", "12 e4 00 00", SpdmErrorCode.UNEXPECTED_REQUEST),
                established("PSK_EXCHANGE", "12 e6 00 00", SpdmErrorCode.UNEXPECTED_REQUEST),
                established("FINISH", "12 e5 00 00" + " 00".repeat(48), SpdmErrorCode.UNEXPECTED_REQUEST),
                established("HEARTBEAT of 5 bytes", "12 e8 00 00 00", SpdmErrorCode.INVALID_REQUEST),
                established("END_SESSION of 5 bytes", "12 ec 00 00 00", SpdmErrorCode.INVALID_REQUEST),
                established("KEY_UPDATE of 5 bytes", "12 e9 01 00 00", SpdmErrorCode.INVALID_REQUEST),
                established("KEY_UPDATE 0", "12 e9 00 00", SpdmErrorCode.INVALID_REQUEST),
                established("KEY_UPDATE 4", "12 e9 04 00", SpdmErrorCode.INVALID_REQUEST),
                established("KEY_UPDATE verifies nothing", "12 e9 03 00", SpdmErrorCode.INVALID_REQUEST),
                of(
                        "HEARTBEAT without a period",
                        () -> new Bench(Peers.profile().withHeartbeatPeriod(0), Peers.options()),
                        bench -> bench.inSession(bench.established(), "12 e8 00 00"),
                        SpdmErrorCode.UNEXPECTED_REQUEST,
                        0),
                of(
                        "HEARTBEAT without HBEAT_CAP",
                        () -> new Bench(
                                Peers.profile(),
                                Peers.options()
                                        .withCapabilities(
                                                Peers.options().capabilities().without(Capability.HBEAT_CAP))),
                        bench -> bench.inSession(bench.established(), "12 e8 00 00"),
                        SpdmErrorCode.UNSUPPORTED_REQUEST,
                        0xE8),
                of(
                        "KEY_UPDATE without KEY_UPD_CAP",
                        () -> new Bench(
                                Peers.profile(),
                                Peers.options()
                                        .withCapabilities(
                                                Peers.options().capabilities().without(Capability.KEY_UPD_CAP))),
                        bench -> bench.inSession(bench.established(), "12 e9 01 00"),
                        SpdmErrorCode.UNSUPPORTED_REQUEST,
                        0xE9));
    }

    private static List<Case> others() {
        Supplier<Bench> ready = () -> Bench.usual().negotiated();
        return List.of(
                unsupported("a code of a later version", ready, "12 e2 00 00", 0xE2),
                unsupported("a code without a meaning", ready, "12 c0 00 00", 0xC0),
                unsupported("a response", ready, "12 01 00 00", 0x01),
                clear(
                        "VENDOR_DEFINED before the algorithms",
                        Bench::afterCapabilities,
                        "12 fe 00 00 03 00 02 01 00 01 00 01",
                        SpdmErrorCode.UNEXPECTED_REQUEST),
                clear(
                        "VENDOR_DEFINED is too short",
                        ready,
                        "12 fe 00 00 03 00 02 01 00 09 00 01",
                        SpdmErrorCode.INVALID_REQUEST),
                unsupported("another vendor", ready, "12 fe 00 00 03 00 02 02 00 01 00 01", 0xFE),
                unsupported("another standards body", ready, "12 fe 00 00 00 00 00 01 00 01", 0xFE),
                clear(
                        "TDISP outside a session",
                        ready,
                        "12 fe 00 00 03 00 02 01 00 01 00 01",
                        SpdmErrorCode.SESSION_REQUIRED),
                established(
                        "a protocol that is not registered",
                        "12 fe 00 00 03 00 02 01 00 01 00 05",
                        SpdmErrorCode.UNSUPPORTED_REQUEST,
                        0xFE),
                established(
                        "a message that TDISP does not answer",
                        "12 fe 00 00 03 00 02 01 00 01 00 01",
                        SpdmErrorCode.INVALID_REQUEST));
    }

    private static Case of(
            String name, Supplier<Bench> bench, Function<Bench, Bytes> request, SpdmErrorCode error, int data) {
        return new Case(name, bench, request, error, data);
    }

    private static Case clear(String name, Supplier<Bench> bench, String request, SpdmErrorCode error) {
        return of(name, bench, ready -> ready.clear(request), error, 0);
    }

    private static Case clear(String name, Function<Bench, Bench> state, String request, SpdmErrorCode error) {
        return clear(name, () -> state.apply(Bench.usual()), request, error);
    }

    private static Case unsupported(String name, Supplier<Bench> bench, String request, int code) {
        return of(name, bench, ready -> ready.clear(request), SpdmErrorCode.UNSUPPORTED_REQUEST, code);
    }

    private static Case handshaking(String name, String request, SpdmErrorCode error) {
        return of(name, Bench::usual, bench -> bench.inSession(bench.handshaking(), request), error, 0);
    }

    private static Case established(String name, String request, SpdmErrorCode error) {
        return established(name, request, error, 0);
    }

    private static Case established(String name, String request, SpdmErrorCode error, int data) {
        return of(
                name + " in a session",
                Bench::usual,
                bench -> bench.inSession(bench.established(), request),
                error,
                data);
    }

    private static String offer(String baseAsym, String baseHash) {
        return "12 e3 04 00 30 00 01 02 " + baseAsym + " " + baseHash + " 00".repeat(16)
                + " 02 20 10 00 03 20 02 00 04 20 80 00 05 20 01 00";
    }

    private static Bench inCondition(ResponderCondition condition) {
        Bench bench = Bench.usual().negotiated();
        bench.peers.responder.setCondition(condition);
        return bench;
    }

    private static Bench without(Capability capability) {
        var kept = SpdmProfile.TDISP.capabilities();
        var flags = capability == Capability.CERT_CAP
                ? kept.without(Capability.CERT_CAP)
                        .without(Capability.CHAL_CAP)
                        .without(Capability.KEY_EX_CAP)
                        .with(Capability.MEAS_CAP, 0)
                        .with(Capability.PSK_CAP, 2)
                : kept.without(capability);
        return new Bench(Peers.profile().withCapabilities(flags), Peers.options()).negotiated();
    }

    private static Bench withoutRequester(Capability capability) {
        var flags = Peers.options().capabilities().without(capability);
        return new Bench(Peers.profile(), Peers.options().withCapabilities(flags)).negotiated();
    }

    private static SpdmProfile unmeasured() {
        return Peers.profile().withCapabilities(Peers.profile().capabilities().with(Capability.MEAS_CAP, 0));
    }

    private static SpdmProfile unsigned() {
        return Peers.profile().withCapabilities(Peers.profile().capabilities().with(Capability.MEAS_CAP, 1));
    }

    private static Bytes exchange(Bench bench, int summary, int slot) {
        SpdmVersion version = bench.requester.connection().version();
        return exchange(bench, SecuredMessageVersions.offer(version, List.of(0x1200)), slot)
                .with(2, summary);
    }

    private static Bytes exchange(Bench bench, Bytes opaqueData, int slot) {
        SpdmVersion version = bench.requester.connection().version();
        var agreement = KeyAgreement.of(DheGroup.SECP_384_R1).start(bench.peers.env.random());
        return new KeyExchange(
                        SpdmHeader.of(version, 0, slot),
                        1,
                        0,
                        0,
                        Bytes.filled(1, 32),
                        agreement.exchangeData(),
                        opaqueData)
                .encode();
    }

    private static Bytes pskExchange(Bytes hint) {
        return new PskExchange(
                        SpdmHeader.of(SpdmVersion.V1_2, 0, 0),
                        1,
                        hint,
                        Bytes.filled(1, 32),
                        SecuredMessageVersions.offer(SpdmVersion.V1_2, List.of(0x1200)))
                .encode();
    }
}
