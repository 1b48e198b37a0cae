package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.spdm.algorithm.KeyExchangeAlgorithm;
import dev.tdisp.spdm.connection.KeyLog;
import dev.tdisp.spdm.connection.SessionListener;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.measurement.MeasurementSummary;
import dev.tdisp.spdm.responder.Peers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Parts that a library's user brings along, and that throw at the worst moment: no secret survives it. */
class FailingPartsTest {
    private static final SessionListener FAILING = new SessionListener() {
        @Override
        public void sessionEnded(long sessionId, String cause) {
            throw new IllegalStateException("the listener fails");
        }

        @Override
        public void sessionEstablished(long sessionId) {
            throw new IllegalStateException("the listener fails");
        }
    };

    private final List<Secret> secrets = new ArrayList<>();

    @Test
    @Tag("GAP-SEC-15")
    void aListenerThatFailsKeepsNoSessionAlive() {
        Peers peers = Peers.usual().identified();
        peers.requester.startSession(SessionOptions.DEFAULT);
        peers.requester.startSession(SessionOptions.DEFAULT);
        List<SpdmSession> held = new ArrayList<>();
        peers.responder.addListener(FAILING);

        assertThatThrownBy(peers.requester::connect).hasMessageContaining("the listener fails");

        assertThat(held).isEmpty();
        assertThat(peers.responder.sessions()).isEmpty();
        assertThat(peers.requester.sessions()).isEmpty();
        assertThat(peers.ended).hasSize(2);
    }

    @Test
    @Tag("GAP-SEC-15")
    void aRequestersListenerThatFailsKeepsNoSessionAlive() {
        Bench bench = Bench.usual().identified();
        new KeyExchangeStart(bench.requester).run(SessionOptions.DEFAULT);
        new KeyExchangeStart(bench.requester).run(SessionOptions.DEFAULT);
        List<SpdmSession> held = List.copyOf(bench.requester.sessions());
        List<Long> told = new ArrayList<>();
        bench.requester.addListener(FAILING);
        bench.requester.addListener((id, cause) -> told.add(id));

        assertThatThrownBy(() -> bench.requester.endAll("the cable is cut")).hasMessageContaining("the listener fails");

        assertThat(held).allMatch(session -> session.secure().isDestroyed());
        assertThat(told).hasSize(2);
        assertThat(bench.requester.sessions()).isEmpty();
    }

    @Test
    @Tag("GAP-SEC-15")
    void aSessionThatNobodyGetsHoldOfEnds() {
        Peers peers = Peers.usual().identified();
        peers.requester.addListener(FAILING);

        assertThatThrownBy(() -> peers.requester.startSession(SessionOptions.DEFAULT))
                .isInstanceOf(IllegalStateException.class);

        assertThat(peers.requester.sessions()).isEmpty();
    }

    @Test
    @Tag("GAP-SEC-15")
    void measurementsThatFailEndTheSessionTheyWereAskedForIn() {
        boolean[] isBroken = {false};
        Peers peers = new Peers(
                        Peers.profile(),
                        Peers.options(),
                        device -> device.measurements(() -> {
                            if (isBroken[0]) {
                                throw new IllegalStateException("the sensor is broken");
                            }
                            return Peers.measurements();
                        }))
                .identified();
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);
        RequesterSession other = peers.requester.startSession(SessionOptions.DEFAULT);
        isBroken[0] = true;

        assertThatThrownBy(() -> session.measurements(MeasurementQuery.ALL)).hasMessageContaining("sensor");

        assertThat(peers.responder.sessions()).containsExactly(other.id());
        assertThat(peers.requester.sessions()).containsExactly(other.id());
        assertThat(session.isEstablished()).isFalse();
        other.heartbeat();
    }

    @Test
    @Tag("GAP-SEC-15")
    void theSecretsOfAHandshakeThatFailsAreForgotten() {
        Peers peers = new Peers(
                        Peers.profile(),
                        Peers.options(),
                        device -> device.preSharedKeys(hint -> Optional.of(noted(Peers.psk())))
                                .measurements(() -> {
                                    throw new IllegalStateException("the sensor is broken");
                                }))
                .identified();

        assertThatThrownBy(() -> peers.requester.startPskSession(
                        Peers.HINT, Peers.psk(), new SessionOptions(0, MeasurementSummary.ALL, 0, 64)))
                .hasMessageContaining("sensor");

        assertThat(secrets).hasSize(1).allMatch(Secret::isDestroyed);
        assertThat(peers.responder.sessions()).isEmpty();
    }

    @Test
    @Tag("GAP-SEC-15")
    void aKeyLogThatFailsKeepsNoSecretAlive() {
        KeyLog full = new KeyLog() {
            @Override
            public void sharedSecret(long sessionId, KeyExchangeAlgorithm algorithm, Secret secret) {
                noted(secret);
                throw new IllegalStateException("the disk is full");
            }

            @Override
            public void preSharedKey(long sessionId, Secret key) {}
        };
        Peers first = Peers.usual().identified();
        Peers second = Peers.usual().identified();
        first.requester.logKeys(full);
        second.responder.logKeys(full);

        assertThatThrownBy(() -> first.requester.startSession(SessionOptions.DEFAULT))
                .hasMessageContaining("disk");
        assertThatThrownBy(() -> second.requester.startSession(SessionOptions.DEFAULT))
                .hasMessageContaining("disk");

        assertThat(secrets).hasSize(2).allMatch(Secret::isDestroyed);
        assertThat(first.requester.sessions()).isEmpty();
        assertThat(second.responder.sessions()).isEmpty();
    }

    @Test
    @Tag("GAP-SEC-15")
    void aTransportThatFailsInItsOwnWayEndsTheSession() {
        Bench bench = Bench.usual();
        SpdmSession session = bench.established();
        bench.peers.onResponse = answer -> {
            throw new UnsupportedOperationException("no such cable");
        };

        assertThatThrownBy(() ->
                        new RequesterSession(bench.requester, session, dev.tdisp.core.wire.Bytes.EMPTY).heartbeat())
                .isInstanceOf(UnsupportedOperationException.class);

        assertThat(session.secure().isDestroyed()).isTrue();
        assertThat(bench.requester.sessions()).isEmpty();
    }

    private Secret noted(Secret secret) {
        secrets.add(secret);
        return secret;
    }
}
