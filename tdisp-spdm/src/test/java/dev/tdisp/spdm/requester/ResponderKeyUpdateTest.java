package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.responder.MutualAuthentication;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.transport.TransportMessage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The responder asks for KEY_UPDATE, and for nothing else. */
class ResponderKeyUpdateTest {
    private static Peers peers(SpdmVersion version) {
        return MutualPeers.of(version, MutualAuthentication.NONE).identified();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "V1_0")
    @Tag("S-138")
    @Tag("S-172")
    void theResponderReplacesItsKeyWhenTheRequesterPolls(SpdmVersion version) {
        Peers peers = peers(version);
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);
        session.heartbeat();
        peers.responder.updateKey(session.id());

        boolean wasAsked = session.poll();

        assertThat(wasAsked).isTrue();
        session.heartbeat();
        session.updateAllKeys();
        peers.responder.updateKey(session.id());
        assertThat(session.poll()).isTrue();
        session.heartbeat();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "V1_0")
    @Tag("S-170")
    void aPollFindsNothingIfTheResponderAsksNothing(SpdmVersion version) {
        Peers peers = peers(version);
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);

        assertThat(session.poll()).isFalse();
        session.heartbeat();
    }

    @Test
    @Tag("S-171")
    void otherRequestsWaitOnceTheQuestionIsFetchedButNotBefore() {
        Bench bench = bench();
        SpdmSession session = bench.established();
        bench.peers.responder.updateKey(session.id());
        Bytes before = bench.inSession(session, "12 e8 00 00");
        Bytes question = bench.inSession(session, "12 ea 00 00");

        Bytes during = bench.inSession(session, "12 e8 00 00");
        Bytes again = bench.inSession(session, "12 ea 00 00");
        Bytes clear = bench.clear("12 81 00 00");

        assertThat(before).isEqualTo(Bytes.fromHex("12 68 00 00"));
        assertThat(question.slice(0, 7)).isEqualTo(Bytes.fromHex("12 6a 01 00 12 e9 01"));
        assertThat(during).isEqualTo(Bytes.fromHex("12 7f 08 00"));
        assertThat(again).isEqualTo(question);
        assertThat(clear.at(1)).isEqualTo(0x01);
    }

    @ParameterizedTest
    @CsvSource({
        "wrong id, 12 eb 02 00 12 69 01 TT, 12 7f 01 00",
        "no response inside, 12 eb 01 00 12 69 01, 12 7f 01 00",
        "another tag, 12 eb 01 00 12 69 01 UU, 12 7f 09 00",
        "another operation, 12 eb 01 00 12 69 02 TT, 12 7f 09 00",
        "another version, 12 eb 01 00 13 69 01 TT, 12 7f 09 00",
        "another response, 12 eb 01 00 12 68 00 00, 12 7f 09 00",
        "an error, 12 eb 01 00 12 7f 07 e9, 12 7f 09 00",
        "a request, 12 eb 01 00 12 e9 01 TT, 12 7f 09 00",
        "four bytes too many, 12 eb 01 00 12 69 01 TT 00 00 00 00, 12 7f 09 00"
    })
    @Tag("S-171")
    void aResponseThatDoesNotFitIsRefusedAndTheKeyStays(String name, String delivered, String answer) {
        Bench bench = bench();
        SpdmSession session = bench.established();
        bench.peers.responder.updateKey(session.id());
        int tag = bench.inSession(session, "12 ea 00 00").at(7);
        String response = delivered.replace("TT", "%02x".formatted(tag)).replace("UU", "%02x".formatted(tag ^ 1));

        Bytes refusal = bench.inSession(session, response);

        assertThat(refusal).as(name).isEqualTo(Bytes.fromHex(answer));
        boolean isAborted = refusal.at(2) == SpdmErrorCode.INVALID_RESPONSE_CODE.code();
        Bytes next = bench.inSession(session, "12 e8 00 00");
        assertThat(next.at(1)).isEqualTo(isAborted ? 0x68 : 0x7F);
    }

    @Test
    @Tag("S-170")
    void questionsAreRefusedWhereTheyDoNotBelong() {
        Bench bench = bench();
        SpdmSession session = bench.established();
        bench.peers.responder.updateKey(session.id());

        assertThat(bench.clear("12 ea 00 00")).isEqualTo(Bytes.fromHex("12 7f 04 00"));
        assertThat(bench.inSession(session, "12 eb 01 00 12 69 01 00")).isEqualTo(Bytes.fromHex("12 7f 04 00"));
        assertThat(bench.inSession(session, "11 ea 00 00"))
                .isEqualTo(Bytes.fromHex("11 7f 41 00").with(0, 0x12));
        assertThat(Bench.usual().negotiated().clear("12 ea 00 00")).isEqualTo(Bytes.fromHex("12 7f 07 ea"));
        assertThat(Bench.usual().negotiated().clear("12 eb 00 00 12 69 01 00")).isEqualTo(Bytes.fromHex("12 7f 07 eb"));
    }

    @Test
    @Tag("S-138")
    @Tag("S-162")
    void aRecordUnderTheFormerKeyTakesAnUpdateBack() {
        Bench bench = bench();
        SpdmSession session = bench.established();
        Bytes late = Bytes.fromHex("12 e8 00 00");
        bench.inSession(session, "12 e9 01 05");

        Bytes answer = bench.inSession(session, late);

        assertThat(answer).isEqualTo(Bytes.fromHex("12 68 00 00"));
        assertThat(bench.inSession(session, "12 e9 03 06")).isEqualTo(Bytes.fromHex("12 7f 01 00"));
        assertThat(bench.inSession(session, "12 e9 01 07")).isEqualTo(Bytes.fromHex("12 69 01 07"));
        session.secure().updateSending();
        assertThat(bench.inSession(session, "12 e9 01 08")).isEqualTo(Bytes.fromHex("12 7f 01 00"));
        assertThat(bench.inSession(session, "12 e9 03 09")).isEqualTo(Bytes.fromHex("12 69 03 09"));
    }

    @Test
    void theRequesterDeclinesToUpdateBothKeysForTheResponder() {
        assertDeclined("12 6a 01 00 12 e9 02 07", "127f0100");
        assertDeclined("12 6a 01 00 12 e9 03 07", "127f0100");
        assertDeclined("12 6a 01 00 12 e9 00 07", "127f0100");
        assertDeclined("12 6a 01 00 13 e9 01 07", "127f4100");
        assertDeclined("12 6a 01 00 12 e8 00 00", "127f07e8");
        assertDeclined("12 6a 01 00 12 83 00 00" + " 00".repeat(32), "127f0400");
        assertDeclined("12 6a 01 00 12 82 01 00 00 00 ff ff", "127f0100");
        assertDeclined("12 6a 01 00 12 82 00 00 ff ff ff ff", "127f0100");
        assertDeclined("12 6a 01 00 12 69 01 00", "127f0100");
        assertDeclined("12 6a 01 00 12 f1 00 00 00 00 00 00", "127f0100");
    }

    private static void assertDeclined(String question, String expected) {
        Bench bench = bench();
        SpdmSession session = bench.established();
        var encapsulation = new Encapsulation(bench.requester);

        Bytes answer = encapsulation.answer(
                Place.inSession(session), Bytes.fromHex(question).from(4), true);

        assertThat(answer).as(question).isEqualTo(Bytes.fromHex(expected));
    }

    @Test
    void updatesCannotBeAskedForWithoutASessionOrACapability() {
        Peers peers = peers(SpdmVersion.V1_2);
        RequesterSession session = Peers.usual().identified().requester.startSession(SessionOptions.DEFAULT);

        assertThatThrownBy(() -> peers.responder.updateKey(7)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(session::poll).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Tag("S-138")
    void aLostAnswerLosesTheSessionOnBothEnds() {
        Peers peers = peers(SpdmVersion.V1_2);
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);
        peers.responder.updateKey(session.id());
        peers.onResponse = answer -> TransportMessage.secured(
                answer.payload().with(12, answer.payload().at(12) ^ 1));

        assertThatThrownBy(session::poll).isInstanceOf(SpdmException.class);

        assertThat(peers.requester.sessions()).isEmpty();
        assertThat(session.isEstablished()).isFalse();
    }

    static Bench bench() {
        return new Bench(
                MutualPeers.profile(SpdmVersion.V1_2, MutualAuthentication.NONE),
                MutualPeers.options(SpdmVersion.V1_2));
    }
}
