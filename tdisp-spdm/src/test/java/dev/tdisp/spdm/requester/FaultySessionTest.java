package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.fault.FaultInjector;
import dev.tdisp.core.fault.FaultPlan;
import dev.tdisp.core.fault.FaultSubject;
import dev.tdisp.core.wire.FieldMap;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.message.Heartbeat;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.message.SpdmCodec;
import dev.tdisp.spdm.message.SpdmMessage;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.transport.FaultyTransport;
import dev.tdisp.spdm.transport.LoggingTransport;
import dev.tdisp.spdm.transport.TransportMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults at each hook of a session: before sealing, on the record, on the answering record, and after opening. */
class FaultySessionTest {
    private static final String RECORD = "RECORD";

    private final Peers peers = Peers.usual();
    private SpdmRequester requester = peers.requester;

    /** What an exchange comes to. */
    private enum Outcome {
        ANSWERED,
        REFUSED,
        LOST
    }

    @ParameterizedTest
    @CsvSource({
        "drop, LOST, true, LOST",
        "duplicate 2, ANSWERED, true, ANSWERED",
        "replay 1, REFUSED, true, ANSWERED",
        "replace 12e70000, REFUSED, true, ANSWERED",
        "truncate 3, LOST, true, LOST",
        "append ff, REFUSED, true, ANSWERED",
        "overwrite 1 e0, REFUSED, true, ANSWERED",
        "flip 1, REFUSED, true, ANSWERED",
        "set SPDMVersion 13, REFUSED, true, ANSWERED"
    })
    void aRequestIsHurtBeforeItIsSealed(String effect, Outcome first, boolean isAlive, Outcome second) {
        assertOutcomes("send HEARTBEAT#1: " + effect, first, isAlive, second);
    }

    @ParameterizedTest
    @CsvSource({
        "drop, LOST, true, LOST",
        "duplicate 2, ANSWERED, false, LOST",
        "replay 1, LOST, false, LOST",
        "replace 0011223300, LOST, true, LOST",
        "truncate 8, LOST, false, LOST",
        "append ff, ANSWERED, true, ANSWERED",
        "overwrite -1 0000, LOST, false, LOST",
        "flip 3, LOST, true, LOST",
        "set SPDMVersion 13, ANSWERED, true, ANSWERED"
    })
    void aRecordIsHurtOnItsWay(String effect, Outcome first, boolean isAlive, Outcome second) {
        assertOutcomes("sealed RECORD#2: " + effect, first, isAlive, second);
    }

    @ParameterizedTest
    @CsvSource({
        "drop, LOST, true, LOST",
        "duplicate 2, ANSWERED, true, LOST",
        "replay 1, LOST, true, LOST",
        "replace 0011223300, LOST, true, LOST",
        "truncate 8, LOST, true, LOST",
        "append ff, ANSWERED, true, ANSWERED",
        "overwrite -1 0000, LOST, true, LOST",
        "flip 1, LOST, true, LOST",
        "set SPDMVersion 13, ANSWERED, true, ANSWERED"
    })
    void anAnsweringRecordIsHurtWhenItArrives(String effect, Outcome first, boolean isAlive, Outcome second) {
        assertOutcomes("receive RECORD#2: " + effect, first, isAlive, second);
    }

    @ParameterizedTest
    @CsvSource({
        "drop, LOST, true, LOST",
        "duplicate 2, ANSWERED, true, ANSWERED",
        "replay 1, REFUSED, true, ANSWERED",
        "replace 127f0500, REFUSED, true, ANSWERED",
        "truncate 3, REFUSED, true, ANSWERED",
        "append ffffffff, REFUSED, true, ANSWERED",
        "overwrite 0 13, REFUSED, true, ANSWERED",
        "flip 1, REFUSED, true, ANSWERED",
        "set SPDMVersion 13, REFUSED, true, ANSWERED"
    })
    void aResponseIsHurtAfterItWasOpened(String effect, Outcome first, boolean isAlive, Outcome second) {
        assertOutcomes("opened HEARTBEAT_ACK#1: " + effect, first, isAlive, second);
    }

    @Test
    void whatIsTooMuchIsReceivedByTheNextRequestOfTheSameSession() {
        RequesterSession first = session("opened HEARTBEAT_ACK#1: duplicate 2");
        RequesterSession other = requester.startSession(SessionOptions.DEFAULT);

        first.heartbeat();
        other.updateKey();

        assertThat(outcome(first, first::updateKey)).isEqualTo(Outcome.REFUSED);
        assertThat(other.isEstablished()).isTrue();
    }

    @Test
    void aDecoratorOffersTheHooksOfTheTransportThatItDecorates() {
        RequesterSession session = session("send HEARTBEAT#1: append ff");

        assertThat(outcome(session, session::heartbeat)).isEqualTo(Outcome.REFUSED);
    }

    private void assertOutcomes(String plan, Outcome first, boolean isAlive, Outcome second) {
        RequesterSession session = session(plan);

        assertThat(outcome(session, session::heartbeat)).isEqualTo(first);
        assertThat(peers.responder.sessions().contains(session.id())).isEqualTo(isAlive);
        assertThat(outcome(session, session::heartbeat)).isEqualTo(second);
    }

    private static Outcome outcome(RequesterSession session, Runnable exchange) {
        try {
            exchange.run();
            return Outcome.ANSWERED;
        } catch (SpdmException | IllegalStateException e) {
            return session.isEstablished() ? Outcome.REFUSED : Outcome.LOST;
        }
    }

    private RequesterSession session(String plan) {
        var injector = new FaultInjector(FaultPlan.parse("seed 3\n" + plan), peers.env);
        var faulty = new FaultyTransport(peers.transport, injector, this::describe);
        requester =
                new SpdmRequester(new LoggingTransport(faulty, "test"), peers.options, peers.env.forParty("faulty"));
        requester.connect();
        requester.certificateChain(0);
        return requester.startSession(SessionOptions.DEFAULT);
    }

    private FaultSubject describe(TransportMessage message) {
        if (message.kind() == TransportMessage.Kind.SECURED) {
            return FaultSubject.of(RECORD, message.payload());
        }
        int code = message.payload().at(1);
        String name = SpdmCode.ofRequest(code)
                .map(SpdmCode::requestName)
                .or(() -> SpdmCode.ofResponse(code).map(SpdmCode::responseName))
                .orElse("");
        return new FaultSubject(name, message.payload(), fields(message));
    }

    private FieldMap fields(TransportMessage message) {
        var context = requester.context();
        try {
            SpdmMessage decoded = message.payload().at(1) == SpdmCode.HEARTBEAT.responseCode()
                    ? SpdmCodec.response(message.payload(), Heartbeat.of(context.version()), context)
                            .message()
                    : SpdmCodec.request(message.payload(), context).message();
            return decoded.fields();
        } catch (MalformedMessageException e) {
            return FieldMap.NONE;
        }
    }
}
