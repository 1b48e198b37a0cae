package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.MeasurementHashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.measurement.MeasurementSummary;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.transport.TransportMessage;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How sessions begin, live beside each other, and end. */
class SessionsTest {
    @Test
    @Tag("S-111")
    @Tag("S-112")
    @Tag("GAP-SEC-14")
    void sessionsLiveBesideEachOtherUpToTheLimit() {
        Peers peers = new Peers(Peers.profile().withMaximumSessions(2), Peers.options()).identified();
        RequesterSession first = peers.requester.startSession(SessionOptions.DEFAULT);
        RequesterSession second = peers.requester.startPskSession(Peers.HINT, Peers.psk(), SessionOptions.DEFAULT);

        assertThatThrownBy(() -> peers.requester.startSession(SessionOptions.DEFAULT))
                .isInstanceOfSatisfying(
                        SpdmException.class, e -> assertThat(e.error()).contains(SpdmErrorCode.SESSION_LIMIT_EXCEEDED));

        assertThat(peers.responder.sessions())
                .containsExactly(first.id(), second.id())
                .containsExactlyElementsOf(peers.requester.sessions());
        first.heartbeat();
        second.heartbeat();
        first.end();
        second.heartbeat();
        assertThat(first.isFromPreSharedKey()).isFalse();
        assertThat(second.isFromPreSharedKey()).isTrue();
        assertThat(peers.responder.sessions()).containsExactly(second.id());
    }

    @ParameterizedTest
    @CsvSource({"1, V1_2", "2, V1_2", "1, V1_3", "2, V1_3", "2, V1_4"})
    @Tag("S-131")
    @Tag("S-132")
    void aPreSharedKeyStartsASessionWithAndWithoutContext(int pskCap, SpdmVersion version) {
        SpdmProfile profile = Peers.profile()
                .withVersions(version)
                .withCapabilities(Peers.profile().capabilities().with(Capability.PSK_CAP, pskCap));
        Peers peers = new Peers(profile, Peers.options().withVersions(version)).connected();

        RequesterSession session = peers.requester.startPskSession(
                Peers.HINT, Peers.psk(), SessionOptions.DEFAULT.withSummary(MeasurementSummary.ALL));
        Bytes answer = session.vendor(VendorProtocol.TDISP, Bytes.fromHex("aa"));

        assertThat(answer).isEqualTo(Bytes.fromHex("aa aa"));
        assertThat(session.measurementSummaryHash()).isEqualTo(summary());
        session.end();
    }

    @Test
    void aWrongPreSharedKeyIsNoticedByTheRequester() {
        Peers peers = Peers.usual().connected();
        var wrong = Secret.copyOf(Bytes.filled(1, 32));

        assertThatThrownBy(() -> peers.requester.startPskSession(Peers.HINT, wrong, SessionOptions.DEFAULT))
                .isInstanceOf(SpdmException.class)
                .hasMessageContaining("ResponderVerifyData is wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"V1_2", "V1_3", "V1_4"})
    @Tag("S-116")
    void aHandshakeInTheClearProvesItselfInFinishRsp(SpdmVersion version) {
        Peers peers = inTheClear(version).identified();

        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);

        session.heartbeat();
        assertThat(messages(peers))
                .endsWith(
                        "FINISH", "FINISH_RSP", "HEARTBEAT in session FFFFFFFFh", "HEARTBEAT_ACK in session FFFFFFFFh");
    }

    @Test
    @Tag("S-117")
    void aUsualHandshakeEndsUnderItsOwnKeys() {
        Peers peers = Peers.usual().identified();

        peers.requester.startSession(SessionOptions.DEFAULT);

        assertThat(messages(peers))
                .endsWith(
                        "KEY_EXCHANGE half session FFFFh",
                        "KEY_EXCHANGE_RSP half session FFFFh, signed",
                        "FINISH in session FFFFFFFFh",
                        "FINISH_RSP in session FFFFFFFFh");
    }

    @Test
    @Tag("S-116")
    void aChangedProofOfAHandshakeInTheClearIsNoticed() {
        Peers peers = inTheClear(SpdmVersion.V1_2).identified();
        peers.onResponse = answer -> answer.payload().at(1) == 0x65
                ? TransportMessage.spdm(
                        answer.payload().with(20, answer.payload().at(20) ^ 1))
                : answer;

        assertThatThrownBy(() -> peers.requester.startSession(SessionOptions.DEFAULT))
                .isInstanceOf(SpdmException.class)
                .hasMessageContaining("FINISH_RSP is wrong");

        assertThat(peers.requester.sessions()).isEmpty();
    }

    @Test
    @Tag("S-155")
    void aSessionMayBeAuthenticatedOnly() {
        var options =
                Peers.options().withCapabilities(Peers.options().capabilities().without(Capability.ENCRYPT_CAP));
        Peers peers = new Peers(Peers.profile(), options).identified();
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);
        var seen = new ArrayList<String>();
        peers.onRequest = request -> {
            seen.add(request.payload().toHex());
            return request;
        };

        session.heartbeat();

        assertThat(seen).singleElement().asString().contains("12e80000");
    }

    @Test
    @Tag("S-127")
    void aHandshakeThatFailsItsProofIsAbandoned() {
        Bench bench = Bench.usual();
        SpdmSession session = bench.handshaking();

        Bytes answer = bench.inSession(session, "12 e5 00 00" + " 00".repeat(48));

        assertThat(answer).isEqualTo(Bytes.fromHex("12 7f 06 00"));
        assertThat(bench.peers.responder.sessions()).isEmpty();
        assertThat(bench.peers.ended).containsExactly("FFFFFFFF RequesterVerifyData of FINISH is wrong");
    }

    @Test
    @Tag("S-142")
    void aSessionSurvivesARefusedRequest() {
        Bench bench = Bench.usual();
        SpdmSession session = bench.established();

        bench.inSession(session, "12 83 00 00");

        assertThat(bench.inSession(session, "12 e8 00 00")).isEqualTo(Bytes.fromHex("12 68 00 00"));
    }

    @Test
    @Tag("S-137")
    void aSilentSessionEndsAfterTwoPeriods() {
        Peers peers = Peers.usual().identified();
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);
        assertThat(session.heartbeatPeriod()).isEqualTo(5);

        peers.time.advance(Duration.ofSeconds(9));
        session.heartbeat();
        peers.time.advance(Duration.ofSeconds(9));
        assertThat(peers.responder.sessions()).hasSize(1);
        peers.time.advance(Duration.ofSeconds(1));

        assertThat(peers.ended).containsExactly("FFFFFFFF no heartbeat");
        assertThatThrownBy(session::heartbeat).isInstanceOf(IllegalStateException.class);
        assertThat(session.isEstablished()).isFalse();
    }

    @Test
    @Tag("S-137")
    void aSessionWithoutAPeriodLastsInSilence() {
        Peers peers = new Peers(Peers.profile().withHeartbeatPeriod(0), Peers.options()).identified();
        peers.requester.startSession(SessionOptions.DEFAULT);

        peers.time.advance(Duration.ofDays(1));

        assertThat(peers.responder.sessions()).hasSize(1);
    }

    @Test
    @Tag("S-140")
    void endSessionIsTheLastMessageOfASession() {
        Bench bench = Bench.usual();
        SpdmSession session = bench.established();

        assertThat(bench.inSession(session, "12 ec 00 00")).isEqualTo(Bytes.fromHex("12 6c 00 00"));

        assertThat(bench.peers.ended).containsExactly("FFFFFFFF END_SESSION");
        Bytes late = session.secure().seal(Bytes.fromHex("12 e8 00 00"));
        assertThat(bench.peers.responder.handle(TransportMessage.secured(late))).isEmpty();
    }

    @Test
    @Tag("S-005")
    void getVersionEndsAllSessionsOnBothEnds() {
        Peers peers = Peers.usual().identified();
        RequesterSession first = peers.requester.startSession(SessionOptions.DEFAULT);
        peers.requester.startSession(SessionOptions.DEFAULT);

        peers.requester.connect();

        assertThat(peers.ended).containsExactly("FFFFFFFF GET_VERSION", "FFFEFFFE GET_VERSION");
        assertThat(peers.requester.sessions()).isEmpty();
        assertThat(first.isEstablished()).isFalse();
    }

    @Test
    void aConventionalResetForgetsEverything() {
        Peers peers = Peers.usual().identified();
        peers.requester.startSession(SessionOptions.DEFAULT);

        peers.responder.reset();

        assertThat(peers.responder.state()).isEqualTo(ConnectionState.NOT_STARTED);
        assertThat(peers.responder.sessions()).isEmpty();
        assertThat(peers.ended).containsExactly("FFFFFFFF conventional reset");
        assertThatThrownBy(() -> peers.requester.digests()).isInstanceOf(SpdmException.class);
        peers.identified().requester.startSession(SessionOptions.DEFAULT).end();
    }

    @Test
    void theDeviceMayEndASession() {
        Peers peers = Peers.usual().identified();
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);

        peers.responder.endSession(session.id(), "firmware update");
        peers.responder.endSession(session.id(), "once more");

        assertThat(peers.ended).containsExactly("FFFFFFFF firmware update");
        assertThatThrownBy(session::heartbeat).isInstanceOf(SpdmException.class);
    }

    @Test
    @Tag("S-158")
    void aRecordOfAnUnknownSessionIsDropped() {
        Bench bench = Bench.usual();
        bench.established();

        assertThat(bench.peers.responder.handle(TransportMessage.secured(Bytes.filled(1, 40))))
                .isEmpty();
        assertThat(bench.peers.responder.handle(TransportMessage.secured(Bytes.filled(0xFF, 3))))
                .isEmpty();
        assertThat(bench.peers.responder.sessions()).hasSize(1);
    }

    @Test
    @Tag("S-138")
    void keysAreReplacedInEachDirection() {
        Bench bench = Bench.usual();
        SpdmSession session = bench.established();

        assertThat(bench.inSession(session, "12 e9 01 07")).isEqualTo(Bytes.fromHex("12 69 01 07"));
        session.secure().updateSending();
        assertThat(session.secure().sendingSequenceNumber()).isZero();
        assertThat(bench.inSession(session, "12 e9 01 08").at(2))
                .as("an update is pending")
                .isEqualTo(0x01);
        assertThat(bench.inSession(session, "12 e9 03 09")).isEqualTo(Bytes.fromHex("12 69 03 09"));
        assertThat(bench.inSession(session, "12 e9 03 0a").at(2))
                .as("nothing is pending")
                .isEqualTo(0x01);
    }

    @Test
    @Tag("S-162")
    void anUpdateThatTheRequesterDoesNotUseIsTakenBack() {
        Bench bench = Bench.usual();
        SpdmSession session = bench.established();

        bench.inSession(session, "12 e9 01 07");

        assertThat(bench.inSession(session, "12 e8 00 00")).isEqualTo(Bytes.fromHex("12 68 00 00"));
        assertThat(bench.inSession(session, "12 e9 01 08")).isEqualTo(Bytes.fromHex("12 69 01 08"));
    }

    @Test
    @Tag("S-191")
    void aVendorMessageReachesItsProtocolWithoutTheProtocolId() {
        Peers peers = Peers.usual().identified();
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);

        Bytes answer = session.channel(VendorProtocol.TDISP).apply(Bytes.fromHex("10 81 00"));

        assertThat(peers.vendorMessages).containsExactly(Bytes.fromHex("10 81 00"));
        assertThat(answer).isEqualTo(Bytes.fromHex("10 81 00 10 81 00"));
    }

    @Test
    void theTraceShowsNoMessageOfTheProtocolInside() {
        Peers peers = Peers.usual().identified();
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);

        session.vendor(VendorProtocol.TDISP, Bytes.filled(0xA5, 20));

        assertThat(peers.trace.events().toString()).doesNotContain("a5 a5 a5");
        assertThat(messages(peers))
                .endsWith(
                        "VENDOR_DEFINED_REQUEST in session FFFFFFFFh", "VENDOR_DEFINED_RESPONSE in session FFFFFFFFh");
    }

    @Test
    void theTraceShowsEachChangeOfState() {
        Peers peers = Peers.usual().identified();

        peers.requester.startSession(SessionOptions.DEFAULT).end();

        List<String> changes = peers.trace.events().stream()
                .filter(TraceEvent.StateChange.class::isInstance)
                .map(TraceEvent::summary)
                .filter(summary -> summary.startsWith("device"))
                .toList();
        assertThat(changes)
                .containsExactly(
                        "device SPDM connection: NOT_STARTED -> AFTER_VERSION (GET_VERSION)",
                        "device SPDM connection: AFTER_VERSION -> AFTER_CAPABILITIES (GET_CAPABILITIES)",
                        "device SPDM connection: AFTER_CAPABILITIES -> NEGOTIATED (NEGOTIATE_ALGORITHMS)",
                        "device SPDM connection: NEGOTIATED -> AFTER_CERTIFICATE (GET_CERTIFICATE)",
                        "device SPDM session FFFFFFFFh: HANDSHAKING -> ESTABLISHED (FINISH)",
                        "device SPDM session FFFFFFFFh: ESTABLISHED -> ENDED (END_SESSION)");
    }

    @Test
    void theSameSeedGivesTheSameTrace() {
        assertThat(run()).isEqualTo(run());
    }

    private static List<TraceEvent> run() {
        Peers peers = Peers.usual().identified();
        peers.requester.challenge(0);
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);
        session.measurements(MeasurementQuery.ALL.signedBy(0));
        session.end();
        return peers.trace.events();
    }

    private static Peers inTheClear(SpdmVersion version) {
        var clear = Capability.HANDSHAKE_IN_THE_CLEAR_CAP;
        return new Peers(
                Peers.profile()
                        .withVersions(version)
                        .withCapabilities(Peers.profile().capabilities().with(clear)),
                Peers.options()
                        .withVersions(version)
                        .withCapabilities(Peers.options().capabilities().with(clear)));
    }

    private static Bytes summary() {
        return Peers.measurements()
                .summaryHash(Hash.of(HashAlgorithm.SHA_384), MeasurementHashAlgorithm.SHA_384, MeasurementSummary.ALL);
    }

    private static List<String> messages(Peers peers) {
        return peers.trace.events().stream()
                .filter(TraceEvent.Message.class::isInstance)
                .map(TraceEvent.Message.class::cast)
                .map(message -> (message.name() + " " + message.detail()).strip())
                .toList();
    }
}
