package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.measurement.MeasurementSummary;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.transport.TransportMessage;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever carries the messages cannot change one of them unnoticed. */
class TamperTest {
    private static final long SEED = Long.getLong("tdisp.seed", 20261124);
    private static final int MAXIMUM_MESSAGES = 40;
    private static final int CHANGES = 3;

    private enum Direction {
        REQUEST,
        RESPONSE
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    @Tag("S-099")
    @Tag("S-002")
    @Tag("S-023")
    void aChangedBitOfAnyMessageIsNoticed(Direction direction) {
        var random = new Random(SEED);
        int messages = count();
        assertThat(messages).isBetween(15, MAXIMUM_MESSAGES);

        for (int index = 0; index < messages; index++) {
            for (int change = 0; change < CHANGES; change++) {
                Peers peers = peers();
                var hand = new Hand(index, random.nextInt(1 << 20), random.nextInt(8));
                attach(peers, direction, hand);

                assertThatThrownBy(() -> flow(peers))
                        .as("seed %d: %s %d, %s", SEED, direction, index, hand)
                        .isInstanceOf(SpdmException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void aRepeatedMessageOfASessionIsNoticed(Direction direction) {
        Peers peers = Peers.usual().identified();
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);
        var repeat = new Repeat();
        attach(peers, direction, repeat);

        session.heartbeat();

        assertThatThrownBy(session::heartbeat).isInstanceOf(SpdmException.class);
        assertThat(session.isEstablished()).isFalse();
    }

    @Test
    @Tag("S-157")
    void aDamagedRecordIsAnsweredByOneDecryptErrorAndEndsTheSession() {
        Bench bench = Bench.usual();
        SpdmSession session = bench.established();
        Bytes secured = session.secure().seal(Bytes.fromHex("12 e8 00 00"));
        TransportMessage damaged = TransportMessage.secured(secured.with(10, secured.at(10) ^ 1));

        Bytes answer = bench.peers.responder.handle(damaged).orElseThrow().payload();

        assertThat(session.secure().open(answer)).contains(Bytes.fromHex("12 7f 06 00"));
        assertThat(bench.peers.ended).containsExactly("FFFFFFFF a record cannot be decrypted");
        assertThat(bench.peers.responder.handle(damaged)).isEmpty();
        assertThat(bench.peers.responder.sessions()).isEmpty();
    }

    @Test
    void theRequesterTellsItsListenersThatADamagedAnswerEndedTheSession() {
        Peers peers = Peers.usual().identified();
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);
        var told = new StringBuilder();
        peers.requester.addListener((id, cause) -> told.append("%08X %s".formatted(id, cause)));
        attach(peers, Direction.RESPONSE, new Hand(0, 12, 0));

        assertThatThrownBy(session::heartbeat)
                .isInstanceOf(SpdmException.class)
                .hasMessageContaining("cannot be decrypted");

        assertThat(told).hasToString("FFFFFFFF a record cannot be decrypted");
        assertThatThrownBy(session::heartbeat).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anAnswerInTheClearToASecuredRequestEndsTheSession() {
        Peers peers = Peers.usual().identified();
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);
        peers.onResponse = answer -> TransportMessage.spdm(Bytes.fromHex("12 68 00 00"));

        assertThatThrownBy(session::heartbeat).isInstanceOf(SpdmException.class).hasMessageContaining("in the clear");

        assertThat(session.isEstablished()).isFalse();
    }

    @Test
    void aDecryptErrorOfTheResponderEndsTheSession() {
        Peers peers = Peers.usual().identified();
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);
        attach(peers, Direction.REQUEST, new Hand(0, 12, 0));

        assertThatThrownBy(session::heartbeat)
                .isInstanceOfSatisfying(
                        SpdmException.class, e -> assertThat(e.error()).contains(SpdmErrorCode.DECRYPT_ERROR));

        assertThat(session.isEstablished()).isFalse();
    }

    private static Peers peers() {
        return new Peers(Peers.profile().withVersions(SpdmVersion.V1_2), Peers.options());
    }

    private static int count() {
        Peers peers = peers();
        var counter = new int[1];
        peers.onRequest = message -> {
            counter[0]++;
            return message;
        };
        flow(peers);
        return counter[0];
    }

    /** A flow at whose end every message of the connection is covered by some signature or MAC. */
    private static void flow(Peers peers) {
        SpdmRequester requester = peers.requester;
        requester.connect();
        requester.digests();
        requester.certificateChain(0);
        requester.challenge(0, MeasurementSummary.ALL);
        requester.measurements(MeasurementQuery.COUNT);
        requester.measurements(MeasurementQuery.index(1));
        requester.measurements(MeasurementQuery.ALL.signedBy(0));
        RequesterSession session = requester.startSession(SessionOptions.DEFAULT.withSummary(MeasurementSummary.ALL));
        session.vendor(VendorProtocol.TDISP, Bytes.fromHex("10 81"));
        session.measurements(MeasurementQuery.ALL.signedBy(0));
        session.heartbeat();
        session.updateAllKeys();
        session.end();
        RequesterSession psk = requester.startPskSession(Peers.HINT, Peers.psk(), SessionOptions.DEFAULT);
        psk.heartbeat();
        psk.end();
    }

    private static void attach(Peers peers, Direction direction, UnaryOperator<TransportMessage> hand) {
        switch (direction) {
            case REQUEST -> peers.onRequest = hand;
            case RESPONSE -> peers.onResponse = hand;
        }
    }

    /** Changes one bit of one message. */
    private static final class Hand implements UnaryOperator<TransportMessage> {
        private final int target;
        private final int position;
        private final int bit;
        private int seen;

        Hand(int target, int position, int bit) {
            this.target = target;
            this.position = position;
            this.bit = bit;
        }

        @Override
        public TransportMessage apply(TransportMessage message) {
            if (seen++ != target) {
                return message;
            }
            Bytes payload = message.payload();
            int index = position % payload.size();
            return new TransportMessage(message.kind(), payload.with(index, payload.at(index) ^ 1 << bit));
        }

        @Override
        public String toString() {
            return "position %d, bit %d".formatted(position, bit);
        }
    }

    /** Delivers the first message again instead of the second. */
    private static final class Repeat implements UnaryOperator<TransportMessage> {
        private TransportMessage first = TransportMessage.spdm(Bytes.EMPTY);

        @Override
        public TransportMessage apply(TransportMessage message) {
            if (first.payload().isEmpty()) {
                first = message;
            }
            return first;
        }
    }
}
