package dev.tdisp.spdm.requester;

import static dev.tdisp.spdm.requester.Refusal.CAPABILITIES;
import static dev.tdisp.spdm.requester.Refusal.NONCE;
import static dev.tdisp.spdm.requester.Refusal.clear;
import static dev.tdisp.spdm.requester.Refusal.inCondition;
import static dev.tdisp.spdm.requester.Refusal.offer;
import static dev.tdisp.spdm.requester.Refusal.unmeasured;
import static dev.tdisp.spdm.requester.Refusal.unsigned;
import static dev.tdisp.spdm.requester.Refusal.unsupported;
import static dev.tdisp.spdm.requester.Refusal.without;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.responder.ResponderCondition;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the responder refuses before there is a session, one check after the other. */
class ConnectionRefusalsTest {
    @ParameterizedTest
    @MethodSource({"connection", "negotiation", "authentication", "measurements"})
    @Tag("S-142")
    @Tag("S-009")
    @Tag("S-011")
    @Tag("S-016")
    @Tag("S-018")
    @Tag("S-021")
    @Tag("S-028")
    @Tag("S-065")
    @Tag("S-072")
    @Tag("S-080")
    @Tag("S-081")
    void aRequestIsRefusedWithTheErrorOfTheFirstCheckThatFails(Refusal refusal) {
        refusal.verify();
    }

    @Test
    @Tag("S-004")
    void getVersionOfAnotherVersionChangesNothing() {
        Bench bench = Bench.usual();
        SpdmSession session = bench.established();

        Bytes answer = bench.clear("12 84 00 00");

        assertThat(answer).as("always of version 1.0").isEqualTo(Bytes.fromHex("10 7f 41 00"));
        assertThat(bench.inSession(session, "12 e8 00 00")).isEqualTo(Bytes.fromHex("12 68 00 00"));
    }

    @Test
    @Tag("S-194")
    void anErrorInAnswerToGetCapabilitiesIsOfTheVersionAskedForIfItIsOffered() {
        String keysWithoutMac = CAPABILITIES.replaceFirst("c6 66", "06 66");

        Bytes refused = Bench.usual().afterVersion().clear(keysWithoutMac);
        Bytes unknown = Bench.usual().afterVersion().clear(CAPABILITIES.replaceFirst("12", "13"));

        assertThat(refused).isEqualTo(Bytes.fromHex("12 7f 01 00"));
        assertThat(unknown).isEqualTo(Bytes.fromHex("10 7f 41 00"));
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

    static List<Refusal> connection() {
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

    static List<Refusal> negotiation() {
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

    static List<Refusal> authentication() {
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

    static List<Refusal> measurements() {
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
}
