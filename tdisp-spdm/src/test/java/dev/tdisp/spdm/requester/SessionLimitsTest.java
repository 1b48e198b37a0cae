package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.KeyExchangeSession;
import dev.tdisp.spdm.connection.PskSession;
import dev.tdisp.spdm.responder.MutualAuthentication;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.responder.ResponderCondition;
import dev.tdisp.spdm.transport.TransportMessage;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where sessions end, and what does not end them. */
class SessionLimitsTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("S-138")
    @Tag("S-155")
    void sessionsOfAllKindsReplaceTheirKeysBesideEachOther(boolean isEncrypted) {
        var options = MutualPeers.options(SpdmVersion.V1_2);
        if (!isEncrypted) {
            options = options.withCapabilities(options.capabilities().without(Capability.ENCRYPT_CAP));
        }
        Peers peers = MutualPeers.of(
                        MutualPeers.profile(SpdmVersion.V1_2, MutualAuthentication.NONE), options, builder -> {})
                .identified();
        List<RequesterSession> sessions = new ArrayList<>();
        sessions.add(peers.requester.startSession(SessionOptions.DEFAULT));
        sessions.add(peers.requester.startPskSession(Peers.HINT, Peers.psk(), SessionOptions.DEFAULT));
        sessions.add(peers.requester.startSession(SessionOptions.DEFAULT));

        for (RequesterSession session : sessions) {
            session.updateKey();
            peers.responder.updateKey(session.id());
        }
        for (RequesterSession session : sessions) {
            session.updateAllKeys();
            assertThat(session.poll()).isTrue();
            assertThat(session.vendor(VendorProtocol.TDISP, Bytes.fromHex("33")))
                    .isEqualTo(Bytes.fromHex("33 33"));
        }

        sessions.get(1).end();
        sessions.get(0).heartbeat();
        sessions.get(2).heartbeat();
        assertThat(peers.responder.sessions())
                .containsExactly(sessions.get(0).id(), sessions.get(2).id());
    }

    @Test
    @Tag("S-137")
    void theRequesterGivesUpASilentSessionToo() {
        Peers peers = Peers.usual().identified();
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);
        List<String> ended = new ArrayList<>();
        peers.requester.addListener((id, cause) -> ended.add(cause));

        peers.time.advance(Duration.ofSeconds(9));
        session.heartbeat();
        peers.time.advance(Duration.ofSeconds(9));

        assertThat(session.isEstablished()).isTrue();
        peers.time.advance(Duration.ofSeconds(1));
        assertThat(session.isEstablished()).isFalse();
        assertThat(ended).containsExactly("no heartbeat");
        assertThatThrownBy(session::heartbeat).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Tag("S-137")
    void anEndedSessionHasNoDeadline() {
        Peers peers = Peers.usual().identified();
        peers.requester.startSession(SessionOptions.DEFAULT).end();
        peers.ended.clear();

        peers.time.advance(Duration.ofDays(1));

        assertThat(peers.ended).isEmpty();
    }

    @Test
    @Tag("S-129")
    @Tag("S-134")
    void eachHandshakeIsEndedByItsOwnMessageAlone() {
        Bench exchanged = Bench.usual();
        KeyExchangeSession session = exchanged.handshaking();
        Bench shared = Bench.usual();
        PskSession psk = shared.pskHandshaking();
        String mac = " 00".repeat(48);

        assertThat(exchanged.inSession(session, "12 e7 00 00" + mac)).isEqualTo(Bytes.fromHex("12 7f 04 00"));
        assertThat(shared.inSession(psk, "12 e5 00 00" + mac)).isEqualTo(Bytes.fromHex("12 7f 04 00"));
        assertThat(exchanged.peers.responder.sessions()).containsExactly(session.id());
        assertThat(shared.peers.responder.sessions()).containsExactly(psk.id());
    }

    @Test
    @Tag("S-129")
    void aFinishInTheClearDoesNotEndTheHandshakeOfAPreSharedKey() {
        Capability clear = Capability.HANDSHAKE_IN_THE_CLEAR_CAP;
        Bench bench = new Bench(
                Peers.profile().withCapabilities(Peers.profile().capabilities().with(clear)),
                Peers.options().withCapabilities(Peers.options().capabilities().with(clear)));
        PskSession session = bench.pskHandshaking();

        Bytes answer = bench.clear("12 e5 00 00" + " 00".repeat(48));

        assertThat(answer).isEqualTo(Bytes.fromHex("12 7f 04 00"));
        assertThat(bench.peers.responder.sessions()).containsExactly(session.id());
    }

    @Test
    @Tag("S-193")
    void resynchronizationEndsAllSessionsOnBothEnds() {
        Peers peers = Peers.usual().identified();
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);
        peers.responder.setCondition(ResponderCondition.NEED_RESYNC);

        assertThatThrownBy(session::heartbeat).isInstanceOf(SpdmException.class).hasMessageContaining("RESYNCH");

        assertThat(peers.requester.sessions()).isEmpty();
        assertThat(peers.responder.sessions()).isEmpty();
        assertThat(peers.ended).singleElement().asString().endsWith("RequestResynch");
        peers.identified();
        peers.requester.startSession(SessionOptions.DEFAULT).heartbeat();
    }

    @Test
    @Tag("S-157")
    void aForgedRecordIsTheLastOfItsSessionAndOfNoOther() {
        Peers peers = Peers.usual().identified();
        RequesterSession first = peers.requester.startSession(SessionOptions.DEFAULT);
        RequesterSession second = peers.requester.startSession(SessionOptions.DEFAULT);
        peers.onRequest = request -> TransportMessage.secured(
                request.payload().with(8, request.payload().at(8) ^ 1));

        assertThatThrownBy(first::heartbeat).isInstanceOf(SpdmException.class);
        peers.onRequest = request -> request;

        assertThat(first.isEstablished()).isFalse();
        assertThat(peers.responder.sessions()).containsExactly(second.id());
        second.heartbeat();
    }
}
