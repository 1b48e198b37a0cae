package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.responder.MutualAuthentication;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.responder.ResponderCondition;
import dev.tdisp.spdm.responder.SpdmResponder;
import dev.tdisp.spdm.session.KeySchedule;
import dev.tdisp.spdm.session.SecureSession;
import dev.tdisp.spdm.session.SessionParameters;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportBinding;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.TransportMessage;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** KEY_UPDATE with a responder that refuses, defers, or does not replace its key. */
class KeyUpdateDistrustTest {
    @ParameterizedTest
    @EnumSource(TransportBinding.class)
    @Tag("S-138")
    void aRefusedUpdateOfBothKeysLeavesTheSessionAsItWas(TransportBinding binding) {
        Peers peers = Peers.usual();
        SpdmResponder responder = peers.responder(binding);
        RequesterSession session = session(peers, responder, binding);
        session.heartbeat();
        responder.setCondition(ResponderCondition.BUSY);

        assertThatThrownBy(session::updateAllKeys)
                .isInstanceOfSatisfying(
                        SpdmException.class, e -> assertThat(e.error()).contains(SpdmErrorCode.BUSY));

        responder.setCondition(ResponderCondition.NORMAL);
        assertThat(session.isEstablished()).isTrue();
        session.heartbeat();
        session.updateAllKeys();
        session.updateKey();
        session.heartbeat();
    }

    @Test
    @Tag("S-138")
    @Tag("S-192")
    void anUpdateOfBothKeysCanBeDeferred() {
        Peers peers = new Peers(
                Peers.profile(), Peers.options(), device -> device.slow(SpdmCode.KEY_UPDATE, Duration.ofMillis(3)));
        peers.identified().requester.waitBy(peers.time::advance);
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);

        session.updateAllKeys();
        session.updateKey();

        session.heartbeat();
        assertThat(session.isEstablished()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(TransportBinding.class)
    @Tag("S-138")
    void anUpdateWhoseVerificationIsRefusedIsVerifiedByTheNextOne(TransportBinding binding) {
        Peers peers = Peers.usual();
        SpdmResponder responder = peers.responder(binding);
        RequesterSession session = session(peers, responder, binding);
        beSecondTimeBusy(responder);

        assertThatThrownBy(session::updateKey).isInstanceOf(SpdmException.class);

        session.heartbeat();
        session.updateKey();
        session.updateAllKeys();
        session.heartbeat();
        assertThat(session.isEstablished()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(TransportBinding.class)
    @Tag("S-138")
    void aRespondersUpdateThatItDoesNotTakeLeavesTheSessionAsItWas(TransportBinding binding) {
        Peers peers = MutualPeers.of(
                MutualPeers.profile(SpdmVersion.V1_2, MutualAuthentication.NONE),
                MutualPeers.options(SpdmVersion.V1_2),
                builder -> builder.binding(binding));
        RequesterSession session = session(peers, peers.responder, binding);
        peers.responder.updateKey(session.id());
        beSecondTimeBusy(peers.responder);

        assertThatThrownBy(session::poll).isInstanceOf(SpdmException.class);

        assertThat(session.poll()).isTrue();
        session.heartbeat();
        assertThat(session.isEstablished()).isTrue();
    }

    @Test
    @Tag("S-138")
    void aResponderThatKeepsItsKeyIsNotBelieved() {
        Bench bench = Bench.usual().negotiated();
        new PskStart(bench.requester).run(Peers.HINT, Peers.psk(), SessionOptions.DEFAULT);
        SpdmSession session = bench.requester.sessions().get(0);
        SecureSession liar = responder(bench, session);
        var facade = new RequesterSession(bench.requester, session, Bytes.EMPTY);
        bench.peers.onResponse = answer -> TransportMessage.secured(liar.seal(Bytes.fromHex("12 69 02 00")));

        assertThatThrownBy(facade::updateAllKeys)
                .isInstanceOf(SpdmException.class)
                .hasMessageContaining("former key");

        assertThat(facade.isEstablished()).isFalse();
        assertThat(bench.requester.sessions()).isEmpty();
    }

    /** The responder's end of a session, as anybody can compute it who has the pre-shared key. */
    private static SecureSession responder(Bench bench, SpdmSession session) {
        var connection = bench.requester.connection();
        Bytes th2 = session.transcript().digest(connection.hash());
        var schedule = KeySchedule.ofPsk(connection.version(), connection.suite(), Peers.psk(), th2);
        var parameters = SessionParameters.encrypted(session.id(), TransportBinding.DOE);
        var secure = new SecureSession(parameters, SpdmRole.RESPONDER, schedule, bench.peers.env.random());
        secure.establish(th2);
        return secure;
    }

    private void beSecondTimeBusy(SpdmResponder responder) {
        var count = new AtomicInteger();
        beforeEach = () -> responder.setCondition(
                count.incrementAndGet() == 2 ? ResponderCondition.BUSY : ResponderCondition.NORMAL);
    }

    private Runnable beforeEach = () -> {};

    private RequesterSession session(Peers peers, SpdmResponder responder, TransportBinding binding) {
        var transport = new SpdmTransport() {
            @Override
            public TransportMessage exchange(TransportMessage request) {
                beforeEach.run();
                return responder.handle(request).orElseThrow(() -> new TransportException("silence"));
            }

            @Override
            public TransportBinding binding() {
                return binding;
            }
        };
        var requester = new SpdmRequester(transport, peers.options, peers.env.forParty("tsm"));
        requester.connect();
        requester.certificateChain(0);
        return requester.startSession(SessionOptions.DEFAULT);
    }
}
