package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.transport.TransportMessage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that are not ready at once (section 2.12). */
class DeferralTest {
    private static final String DIGESTS = "12 81 00 00";
    private static final String AGAIN = "12 ff 81 00";
    private static final String TDISP =
            "12 fe 00 00 03 00 02 01 00 11 00 01 10 81 00 00 00 01 00 00 00 00 00 00 00 00 00 00";
    private static final String TDISP_AGAIN = "12 ff fe 00";

    @Test
    @Tag("S-192")
    void aRequesterWaitsAsLongAsTheResponderWishes() {
        Peers peers = slow(SpdmCode.CHALLENGE, Duration.ofMillis(3)).identified();
        peers.requester.waitBy(peers.time::advance);
        Instant before = peers.time.instant();

        assertThat(peers.requester.challenge(0).signature().isEmpty()).isFalse();

        assertThat(Duration.between(before, peers.time.instant())).isEqualTo(Duration.ofNanos(4_096_000));
    }

    @Test
    @Tag("S-192")
    @Tag("S-078")
    void aDeferredMeasurementKeepsTheTranscriptInASession() {
        Peers peers = slow(SpdmCode.GET_MEASUREMENTS, Duration.ofMillis(1)).identified();
        peers.requester.waitBy(peers.time::advance);
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);

        session.measurements(MeasurementQuery.ALL);
        MeasurementReport report = session.measurements(MeasurementQuery.ALL.signedBy(0));

        assertThat(report.blocks()).hasSize(3);
    }

    @Test
    @Tag("S-192")
    void withoutAWayToWaitItIsARefusal() {
        Peers peers = slow(SpdmCode.CHALLENGE, Duration.ofMillis(3)).identified();

        assertThatThrownBy(() -> peers.requester.challenge(0)).hasMessageContaining("RESPONSE_NOT_READY");
    }

    @Test
    @Tag("S-192")
    void aResponseIsReadyWhenItsTimeHasCome() {
        Bench bench = new Bench(slow(SpdmCode.GET_DIGESTS, Duration.ofMillis(1))).negotiated();

        Bytes deferred = bench.clear(DIGESTS);
        Bytes early = bench.clear(AGAIN);
        bench.peers.time.advance(Duration.ofMillis(1));
        Bytes ready = bench.clear(AGAIN);

        assertThat(deferred).isEqualTo(Bytes.fromHex("12 7f 42 00 0a 81 00 10"));
        assertThat(early).isEqualTo(deferred);
        assertThat(ready.at(1)).isEqualTo(0x01);
        assertThat(bench.clear(AGAIN)).as("once only").isEqualTo(Bytes.fromHex("12 7f 01 00"));
    }

    @ParameterizedTest
    @Tag("S-192")
    @ValueSource(strings = {"12 ff 82 00", "12 ff 81 01", "12 ff ff 00", "12 ff 01 00"})
    void anotherCodeOrTokenIsInvalid(String again) {
        Bench bench = new Bench(slow(SpdmCode.GET_DIGESTS, Duration.ofMillis(1))).negotiated();
        bench.clear(DIGESTS);
        bench.peers.time.advance(Duration.ofMillis(1));

        assertThat(bench.clear(again)).isEqualTo(Bytes.fromHex("12 7f 01 00"));
    }

    @Test
    @Tag("S-192")
    void withNothingDeferredItIsInvalid() {
        assertThat(Bench.usual().negotiated().clear(AGAIN)).isEqualTo(Bytes.fromHex("12 7f 01 00"));
    }

    @Test
    @Tag("S-192")
    void aDeferredResponseIsDroppedAfterTheLastTime() {
        Bench bench = new Bench(slow(SpdmCode.GET_DIGESTS, Duration.ofMillis(1))).negotiated();
        bench.clear(DIGESTS);
        bench.peers.time.advance(Duration.ofMillis(17));

        assertThat(bench.clear(AGAIN)).isEqualTo(Bytes.fromHex("12 7f 01 00"));
    }

    @Test
    @Tag("S-005")
    void getVersionDropsIt() {
        Bench bench = new Bench(slow(SpdmCode.GET_DIGESTS, Duration.ofMillis(1))).negotiated();
        bench.clear(DIGESTS);

        bench.negotiated();
        bench.peers.time.advance(Duration.ofMillis(1));

        assertThat(bench.clear(AGAIN)).isEqualTo(Bytes.fromHex("12 7f 01 00"));
    }

    @Test
    @Tag("S-192")
    @Tag("libspdm-da738f32")
    void aResponseIsNotHandedOverInAnotherSession() {
        Bench bench = new Bench(slow(SpdmCode.GET_DIGESTS, Duration.ofMillis(1)));
        SpdmSession first = bench.established();
        new KeyExchangeStart(bench.requester).run(SessionOptions.DEFAULT);
        SpdmSession second = bench.requester.sessions().get(1);

        bench.inSession(first, DIGESTS);
        bench.peers.time.advance(Duration.ofMillis(1));

        assertThat(bench.inSession(second, AGAIN)).isEqualTo(Bytes.fromHex("12 7f 04 00"));
        assertThat(bench.clear(AGAIN)).isEqualTo(Bytes.fromHex("12 7f 04 00"));
        assertThat(bench.inSession(first, AGAIN).at(1)).isEqualTo(0x01);
    }

    @Test
    @Tag("S-192")
    @Tag("GAP-SES-21")
    void anAnswerOfAVendorIsNotHandedOverInAnotherSession() {
        Bench bench = new Bench(slow(SpdmCode.VENDOR_DEFINED_REQUEST, Duration.ofMillis(1)));
        SpdmSession first = bench.established();
        new KeyExchangeStart(bench.requester).run(SessionOptions.DEFAULT);
        SpdmSession second = bench.requester.sessions().get(1);

        Bytes deferred = bench.inSession(first, TDISP);
        bench.peers.time.advance(Duration.ofMillis(1));

        assertThat(deferred.slice(0, 3)).isEqualTo(Bytes.fromHex("12 7f 42"));
        assertThat(bench.inSession(second, TDISP_AGAIN)).isEqualTo(Bytes.fromHex("12 7f 04 00"));
        assertThat(bench.clear(TDISP_AGAIN)).isEqualTo(Bytes.fromHex("12 7f 04 00"));
        assertThat(bench.inSession(first, TDISP_AGAIN).at(1)).isEqualTo(0x7E);
    }

    @ParameterizedTest
    @Tag("S-192")
    @Tag("CVE-2023-32690")
    @ValueSource(
            strings = {
                "12 7f 42 00 20 83 00 02",
                "12 7f 42 00 ff 83 00 02",
                "12 7f 42 00 01 83 00 01",
                "12 7f 42 00 01 82 00 02"
            })
    void aWishThatIsNoneIsRefused(String notReady) {
        Peers peers = Peers.usual().identified();
        peers.requester.waitBy(peers.time::advance);
        peers.onResponse = answer -> TransportMessage.spdm(Bytes.fromHex(notReady));
        Instant before = peers.time.instant();

        assertThatThrownBy(() -> peers.requester.challenge(0)).hasMessageContaining("ResponseNotReady");

        assertThat(peers.time.instant()).isEqualTo(before);
    }

    @Test
    @Tag("S-192")
    void patienceEndsAfterTheAnnouncedTime() {
        Peers peers = Peers.usual().identified();
        peers.requester.waitBy(peers.time::advance);
        peers.onResponse = answer -> TransportMessage.spdm(Bytes.fromHex("12 7f 42 00 0a 83 00 03"));
        Instant before = peers.time.instant();

        assertThatThrownBy(() -> peers.requester.challenge(0)).hasMessageContaining("RESPONSE_NOT_READY");

        assertThat(Duration.between(before, peers.time.instant())).isEqualTo(Duration.ofNanos(3 * 1_024_000));
    }

    @Test
    void whatIsNegotiatedWithCannotBeSlow() {
        assertThatThrownBy(() -> slow(SpdmCode.GET_VERSION, Duration.ofMillis(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> slow(SpdmCode.CHALLENGE, Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Peers slow(SpdmCode code, Duration time) {
        var profile = Peers.profile().withVersions(SpdmVersion.V1_2);
        return new Peers(profile, Peers.options(), builder -> builder.slow(code, time));
    }
}
