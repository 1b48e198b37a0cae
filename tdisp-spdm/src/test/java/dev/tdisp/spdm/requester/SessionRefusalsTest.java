package dev.tdisp.spdm.requester;

import static dev.tdisp.spdm.requester.Refusal.CAPABILITIES;
import static dev.tdisp.spdm.requester.Refusal.NONCE;
import static dev.tdisp.spdm.requester.Refusal.clear;
import static dev.tdisp.spdm.requester.Refusal.established;
import static dev.tdisp.spdm.requester.Refusal.exchange;
import static dev.tdisp.spdm.requester.Refusal.handshaking;
import static dev.tdisp.spdm.requester.Refusal.of;
import static dev.tdisp.spdm.requester.Refusal.offer;
import static dev.tdisp.spdm.requester.Refusal.pskExchange;
import static dev.tdisp.spdm.requester.Refusal.unsupported;
import static dev.tdisp.spdm.requester.Refusal.withoutRequester;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.SecuredMessageVersions;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.responder.Peers;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the responder refuses where sessions begin and live, one check after the other. */
class SessionRefusalsTest {
    @ParameterizedTest
    @MethodSource({"keyExchange", "psk", "inHandshake", "inSession", "others"})
    @Tag("S-142")
    @Tag("S-006")
    @Tag("S-032")
    @Tag("S-066")
    @Tag("S-113")
    @Tag("S-115")
    @Tag("S-118")
    @Tag("S-119")
    @Tag("S-133")
    @Tag("S-136")
    void aRequestIsRefusedWithTheErrorOfTheFirstCheckThatFails(Refusal refusal) {
        refusal.verify();
    }

    @ParameterizedTest
    @MethodSource("sessionOnly")
    @Tag("S-141")
    @Tag("S-128")
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

    static Stream<String> sessionOnly() {
        return Stream.of("e8", "ec", "e5", "e7");
    }

    static List<Refusal> keyExchange() {
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

    static List<Refusal> psk() {
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

    static Stream<Refusal> inHandshake() {
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

    static Stream<Refusal> inSession() {
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

    static List<Refusal> others() {
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
}
