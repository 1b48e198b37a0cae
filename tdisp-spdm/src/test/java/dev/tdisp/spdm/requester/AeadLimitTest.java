package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.PskExchange;
import dev.tdisp.spdm.message.PskExchangeResponse;
import dev.tdisp.spdm.message.SecuredMessageVersions;
import dev.tdisp.spdm.message.SpdmCodec;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.session.KeySchedule;
import dev.tdisp.spdm.session.SecureSession;
import dev.tdisp.spdm.session.SessionParameters;
import dev.tdisp.spdm.session.SessionTranscript;
import dev.tdisp.spdm.transport.TransportBinding;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How many records one key may protect, which either end may say (DSP0277 1.3). */
class AeadLimitTest {
    private static final List<Integer> LIMITABLE = List.of(0x1200, 0x1300);
    private static final String HEARTBEAT = "12 e8 00 00";

    @ParameterizedTest
    @CsvSource({"2, 64", "64, 2", "2, 3", "5, 2"})
    @Tag("S-163")
    void eachEndSendsNoMoreThanTheLesserLimitAllows(int requesters, int responders) {
        Peers peers = peers(responders);
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT.withAeadLimit(requesters));

        for (int i = 0; i < 4; i++) {
            session.heartbeat();
        }

        assertThatThrownBy(session::heartbeat)
                .isInstanceOf(SpdmException.class)
                .hasMessageContaining("no more records");
        assertThat(session.isEstablished()).isFalse();
    }

    @Test
    @Tag("S-163")
    void newKeysCountFromZero() {
        RequesterSession session = peers(3).requester.startSession(SessionOptions.DEFAULT);

        for (int i = 0; i < 20; i++) {
            session.heartbeat();
            session.updateAllKeys();
        }

        session.heartbeat();
        assertThat(session.isEstablished()).isTrue();
    }

    @Test
    @Tag("S-163")
    void aLimitHoldsFromTheHandshakeOn() {
        Peers peers = peers(0);

        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);
        session.heartbeat();

        assertThatThrownBy(session::heartbeat).isInstanceOf(SpdmException.class);
    }

    @Test
    @Tag("S-163")
    void olderSecuredMessagesHaveNoLimit() {
        Peers peers = new Peers(Peers.profile().withAeadLimit(1), Peers.options()).identified();
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT.withAeadLimit(1));

        for (int i = 0; i < 9; i++) {
            session.heartbeat();
        }

        assertThat(session.isEstablished()).isTrue();
    }

    @Test
    @Tag("S-163")
    void theLimitIsSaidOnlyIfThereIsOneAndTheVersionKnowsIt() {
        SpdmVersion version = SpdmVersion.V1_2;
        Bytes offer = Bytes.fromHex("02000000 00000700 0101020012 0013 00 00000300 010202 00");
        Bytes selection = Bytes.fromHex("02000000 00000400 0100 0013 00000300 010202 00");

        assertThat(SecuredMessageVersions.offer(version, LIMITABLE, 2)).isEqualTo(offer);
        assertThat(SecuredMessageVersions.offer(version, LIMITABLE, 64))
                .isEqualTo(SecuredMessageVersions.offer(version, LIMITABLE));
        assertThat(SecuredMessageVersions.offer(version, List.of(0x1200), 2))
                .isEqualTo(SecuredMessageVersions.offer(version, List.of(0x1200)));
        assertThat(SecuredMessageVersions.selection(version, 0x1300, 2)).isEqualTo(selection);
        assertThat(SecuredMessageVersions.selection(version, 0x1200, 2))
                .isEqualTo(SecuredMessageVersions.selection(version, 0x1200, 64));
        assertThat(SecuredMessageVersions.aeadLimitExponent(version, 0x1300, selection))
                .isEqualTo(2);
        assertThat(SecuredMessageVersions.aeadLimitExponent(version, 0x1200, selection))
                .isEqualTo(64);
    }

    @Test
    @Tag("S-163")
    void aLimitOfMoreThanAllIsRefused() {
        Bench bench = new Bench(peers(64)).identified();
        Bytes offer = Bytes.fromHex("02000000 00000700 0101020012 0013 00 00000300 010241 00");

        Bytes answer = bench.clear(Refusal.exchange(bench, offer, 0));

        assertThat(answer).isEqualTo(Bytes.fromHex("12 7f 01 00"));
        assertThatThrownBy(() -> SessionOptions.DEFAULT.withAeadLimit(65)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Peers.profile().withAeadLimit(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    @Tag("S-163")
    @Tag("S-134")
    void aResponderWhoseHandshakeKeyIsUsedUpFallsSilentAndForgetsTheSession(int exponent) {
        Bench bench = new Bench(peers(64)).negotiated();
        SecureSession greedy = greedy(bench, exponent);
        SessionTranscript transcript = bench.requester.connection().transcript().pskExchange();
        for (int i = 0; i < 1 << exponent; i++) {
            assertThat(greedy.open(send(bench, greedy, HEARTBEAT))).contains(Bytes.fromHex("12 7f 04 00"));
        }

        var silence =
                bench.peers.responder.handle(TransportMessage.secured(greedy.seal(finish(greedy, transcript, bench))));

        assertThat(silence).isEmpty();
        assertThat(bench.peers.responder.sessions()).isEmpty();
        assertThat(bench.peers.ended).singleElement().asString().contains("no more records");
    }

    private Bytes request;
    private PskExchangeResponse response;

    /** A session of a requester that asks for a limit and does not keep to it itself. */
    private SecureSession greedy(Bench bench, int exponent) {
        var connection = bench.requester.connection();
        var message = new PskExchange(
                SpdmHeader.of(SpdmVersion.V1_2, 0, 0),
                1,
                Peers.HINT,
                Bytes.filled(1, 32),
                SecuredMessageVersions.offer(SpdmVersion.V1_2, LIMITABLE, exponent));
        request = message.encode();
        response = (PskExchangeResponse) SpdmCodec.response(bench.clear(request), message, connection.context())
                .message();
        SessionTranscript transcript = connection.transcript().pskExchange();
        transcript.append(request);
        transcript.append(response.encodeWithoutVerifyData());
        Bytes th1 = transcript.digest(connection.hash());
        var schedule = KeySchedule.ofPsk(SpdmVersion.V1_2, connection.suite(), Peers.psk(), th1);
        long id = SessionParameters.sessionId(1, response.responderSessionId());
        return new SecureSession(
                SessionParameters.encrypted(id, TransportBinding.DOE),
                SpdmRole.REQUESTER,
                schedule,
                bench.peers.env.random());
    }

    private Bytes finish(SecureSession greedy, SessionTranscript transcript, Bench bench) {
        transcript.append(request);
        transcript.append(response.encode());
        Bytes header = Bytes.fromHex("12 e7 00 00");
        transcript.append(header);
        Bytes digest = transcript.digest(bench.requester.connection().hash());
        return header.plus(greedy.verifyData(SpdmRole.REQUESTER, digest));
    }

    private static Bytes send(Bench bench, SecureSession session, String hex) {
        return bench.peers
                .responder
                .handle(TransportMessage.secured(session.seal(Bytes.fromHex(hex))))
                .orElseThrow()
                .payload();
    }

    private static Peers peers(int responders) {
        return new Peers(
                        Peers.profile().withSecuredVersions(LIMITABLE).withAeadLimit(responders),
                        Peers.options().withSecuredVersions(LIMITABLE))
                .identified();
    }
}
