package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.connection.KeyExchangeSession;
import dev.tdisp.spdm.connection.SessionAuthentication;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.connection.SpdmSwitch;
import dev.tdisp.spdm.message.KeyPairChange;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.message.VendorDefinedRequest;
import dev.tdisp.spdm.responder.MutualAuthentication;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.responder.SimulatedKeyPairs;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.transport.TransportMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each point on which implementations differ, in our reading and in the other one. */
class DisputedSwitchTest {
    private static final String MAC = " 00".repeat(48);

    private static SpdmProfile profile(SpdmSwitch which, boolean isOn) {
        return isOn ? Peers.profile().with(which) : Peers.profile();
    }

    private static Bench bench(SpdmSwitch which, boolean isOn) {
        return new Bench(profile(which, isOn), Peers.options());
    }

    private static Optional<Bytes> handle(Bench bench, TransportMessage message) {
        return bench.peers.responder.handle(message).map(TransportMessage::payload);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFinishThatProvesNothingEndsTheSessionOrNot(boolean isOn) {
        Bench bench = bench(SpdmSwitch.FAILED_FINISH_KEEPS_SESSION, isOn);
        KeyExchangeSession session = bench.handshaking();
        Bench shared = bench(SpdmSwitch.FAILED_FINISH_KEEPS_SESSION, isOn);
        SpdmSession psk = shared.pskHandshaking();

        assertThat(bench.inSession(session, "12 e5 00 00" + MAC)).isEqualTo(Bytes.fromHex("12 7f 06 00"));
        assertThat(shared.inSession(psk, "12 e7 00 00" + MAC)).isEqualTo(Bytes.fromHex("12 7f 06 00"));

        assertThat(bench.peers.responder.sessions()).hasSize(isOn ? 1 : 0);
        assertThat(shared.peers.responder.sessions()).hasSize(isOn ? 1 : 0);
        if (isOn) {
            assertThat(bench.inSession(session, "12 e5 00 00" + MAC)).isEqualTo(Bytes.fromHex("12 7f 06 00"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anUnknownRequestIsAnsweredOrNot(boolean isOn) {
        Bench bench = bench(SpdmSwitch.UNKNOWN_REQUEST_UNANSWERED, isOn);
        SpdmSession session = bench.established();
        Bytes unknown = Bytes.fromHex("12 99 00 00");

        Optional<Bytes> clear = handle(bench, TransportMessage.spdm(unknown));
        Optional<Bytes> secured =
                handle(bench, TransportMessage.secured(session.secure().seal(unknown)));

        assertThat(clear).isEqualTo(isOn ? Optional.empty() : Optional.of(Bytes.fromHex("12 7f 07 99")));
        assertThat(secured.isPresent()).isEqualTo(!isOn);
        assertThat(bench.peers.responder.sessions()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void protocolsAnswerOutsideSessionsOrNot(boolean isOn) {
        Bench bench = bench(SpdmSwitch.PROTOCOLS_OUTSIDE_SESSIONS, isOn).negotiated();

        assertAnswer(bench.clear(vendor()), isOn, 0x0B);
        assertAnswer(bench.inSession(bench.handshaking(), vendor()), false, 0x04);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void protocolsAnswerInHandshakesOrNot(boolean isOn) {
        Bench bench = bench(SpdmSwitch.PROTOCOLS_IN_HANDSHAKE, isOn);
        KeyExchangeSession session = bench.handshaking();

        assertAnswer(bench.inSession(session, vendor()), isOn, 0x04);
        assertAnswer(bench.clear(vendor()), false, 0x0B);
    }

    private static Bytes vendor() {
        return VendorDefinedRequest.of(SpdmVersion.V1_2, 3, Bytes.fromHex("01 00"), Bytes.fromHex("01 33"))
                .encode();
    }

    private static void assertAnswer(Bytes answer, boolean isAnswered, int error) {
        assertThat(answer.at(1)).isEqualTo(isAnswered ? 0x7E : 0x7F);
        assertThat(isAnswered || answer.at(2) == error).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRecordThatCannotBeDecryptedIsAnsweredOrNot(boolean isOn) {
        Bench bench = bench(SpdmSwitch.DECRYPT_ERROR_UNSAID, isOn);
        SpdmSession session = bench.established();
        Bytes record = session.secure().seal(Bytes.fromHex("12 e8 00 00"));

        Optional<Bytes> answer = handle(bench, TransportMessage.secured(record.with(9, record.at(9) ^ 1)));

        assertThat(answer.isPresent()).isEqualTo(!isOn);
        assertThat(bench.peers.responder.sessions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNegotiationThatIsRepeatedIsAnsweredOrNot(boolean isOn) {
        Bench bench = bench(SpdmSwitch.REPEATED_NEGOTIATION_ANSWERED, isOn);
        List<Bytes> requests = new ArrayList<>();
        List<Bytes> responses = new ArrayList<>();
        bench.peers.onRequest = request -> {
            requests.add(request.payload());
            return request;
        };
        bench.peers.onResponse = response -> {
            responses.add(response.payload());
            return response;
        };
        bench.negotiated();

        for (int i = 1; i < 3; i++) {
            Bytes expected = isOn ? responses.get(i) : Bytes.fromHex("12 7f 04 00");
            assertThat(bench.clear(requests.get(i))).isEqualTo(expected);
            assertThat(bench.clear(requests.get(i).plus(Bytes.fromHex("00")))).isEqualTo(Bytes.fromHex("12 7f 04 00"));
        }

        new Certificates(bench.requester, Optional.empty()).chain(0);
        new KeyExchangeStart(bench.requester).run(SessionOptions.DEFAULT);
        SpdmSession session = bench.requester.sessions().get(0);
        assertThat(bench.inSession(session, requests.get(2))).isEqualTo(Bytes.fromHex("12 7f 04 00"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aQuestionLetsAllOtherRequestsWaitOrNot(boolean isOn) {
        SpdmProfile profile = MutualPeers.profile(SpdmVersion.V1_2, MutualAuthentication.NONE);
        Bench bench = new Bench(
                isOn ? profile.with(SpdmSwitch.QUESTION_BLOCKS_CONNECTION) : profile,
                MutualPeers.options(SpdmVersion.V1_2));
        SpdmSession session = bench.established();
        bench.peers.responder.updateKey(session.id());

        assertThat(bench.clear("12 81 00 00").at(1)).isEqualTo(isOn ? 0x7F : 0x01);
        assertThat(bench.inSession(session, "12 e8 00 00"))
                .isEqualTo(Bytes.fromHex(isOn ? "12 7f 08 00" : "12 68 00 00"));
        new RequesterSession(bench.requester, session, Bytes.EMPTY).poll();
        assertThat(bench.clear("12 81 00 00").at(1)).isEqualTo(0x01);
    }

    private static Bench chunking(SpdmSwitch which, boolean isOn) {
        var flags = Peers.profile().capabilities().with(Capability.CHUNK_CAP);
        SpdmProfile profile = profile(which, isOn)
                .withVersions(SpdmVersion.V1_3)
                .withCapabilities(flags)
                .withDataTransferSize(60)
                .withMaximumMessageSize(0x8000);
        var options = Peers.options()
                .withVersions(SpdmVersion.V1_3)
                .withCapabilities(Peers.options().capabilities().with(Capability.CHUNK_CAP))
                .withDataTransferSize(60)
                .withMaximumMessageSize(0x8000);
        return new Bench(profile, options);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLargeResponseReplacesTheAcknowledgementOrNot(boolean isOn) {
        Bench bench = chunking(SpdmSwitch.LARGE_RESPONSE_REPLACES_ACK, isOn).identified();
        Bytes request = Bytes.fromHex("13 e0 01 ff" + " 11".repeat(32) + " 00" + " 22".repeat(8));

        bench.clear("13 85 00 07 00 00 00 00 1a 00 00 00 2d 00 00 00"
                + request.slice(0, 26).toHex());
        Bytes answer = bench.clear(
                "13 85 01 07 01 00 00 00 13 00 00 00" + request.from(26).toHex());

        assertThat(answer.slice(0, 3)).isEqualTo(Bytes.fromHex(isOn ? "13 7f 0f" : "13 05 00"));
        assertThat(new MeasurementReader(
                                chunking(SpdmSwitch.LARGE_RESPONSE_REPLACES_ACK, isOn)
                                        .identified()
                                        .requester,
                                Optional.empty())
                        .read(MeasurementQuery.ALL.signedBy(0))
                        .isSigned())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTransferLetsAllOtherRequestsWaitOrNot(boolean isOn) {
        Bench bench = chunking(SpdmSwitch.TRANSFER_BLOCKS_CONNECTION, isOn);
        SpdmSession session = bench.established();
        bench.clear("13 85 00 07 00 00 00 00 1a 00 00 00 2d 00 00 00" + " 11".repeat(26));

        assertThat(bench.inSession(session, "13 e8 00 00"))
                .isEqualTo(Bytes.fromHex(isOn ? "13 7f 04 00" : "13 68 00 00"));
        assertThat(bench.clear("13 81 00 00")).isEqualTo(Bytes.fromHex("13 7f 04 00"));
        assertThat(bench.clear("10 84 00 00").at(1)).isEqualTo(0x04);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRawKeyHasOneSlotNumberOrTheOther(boolean isOn) {
        var wish = MutualPeers.in(SessionAuthentication.SIGNATURE);
        var flags = MutualPeers.options(SpdmVersion.V1_3)
                .capabilities()
                .without(Capability.CERT_CAP)
                .with(Capability.PUB_KEY_ID_CAP);
        SpdmProfile profile = MutualPeers.profile(SpdmVersion.V1_3, wish);
        Peers peers = MutualPeers.of(
                isOn ? profile.with(SpdmSwitch.RAW_KEY_SLOT_IS_ZERO) : profile,
                MutualPeers.options(SpdmVersion.V1_3).withCapabilities(flags),
                builder -> builder.requesterKey(MutualPeers.RAW_KEY.publicKey()));
        peers.requester.credentials().rawKey(MutualPeers.RAW_KEY);
        peers.identified();

        peers.requester.startSession(SessionOptions.DEFAULT).heartbeat();

        assertThat(SentMessages.of(peers, "KEY_EXCHANGE_RSP").get(0).at(7)).isEqualTo(isOn ? 0 : 15);
        assertThat(SentMessages.of(peers, "FINISH").get(0).at(3)).isEqualTo(Credentials.RAW_KEY);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingToAskIsSaidInOneWayOrTheOther(boolean isOn) {
        SpdmProfile profile = MutualPeers.profile(SpdmVersion.V1_3, MutualAuthentication.NONE);
        Bench bench = new Bench(
                isOn ? profile.with(SpdmSwitch.NO_QUESTION_IS_UNEXPECTED) : profile,
                MutualPeers.options(SpdmVersion.V1_3));
        SpdmSession session = bench.established();

        assertThat(bench.inSession(session, "13 ea 00 00"))
                .isEqualTo(Bytes.fromHex(isOn ? "13 7f 04 00" : "13 7f 45 00"));
        assertThat(new RequesterSession(bench.requester, session, Bytes.EMPTY).poll())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRequesterWaitsOnceForAResponseOrNot(boolean isOn) {
        var options = isOn ? Peers.options().with(SpdmSwitch.RDTM_OF_ONE_ACCEPTED) : Peers.options();
        Peers peers = new Peers(
                        Peers.profile(), options, device -> device.slow(SpdmCode.CHALLENGE, Duration.ofMillis(2)))
                .identified();
        peers.requester.waitBy(peers.time::advance);
        peers.onResponse = answer -> answer.payload().at(2) == 0x42
                ? TransportMessage.spdm(answer.payload().with(7, 1))
                : answer;

        if (isOn) {
            assertThat(peers.requester.challenge(0).slot()).isZero();
        } else {
            assertThatThrownBy(() -> peers.requester.challenge(0)).isInstanceOf(SpdmException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMaskWithoutSlotsFreesAKeyPairOrNot(boolean isOn) {
        SpdmProfile profile = profile(SpdmSwitch.ZERO_SLOT_MASK_KEEPS_SLOTS, isOn)
                .withVersions(SpdmVersion.V1_3)
                .withCapabilities(ManagedDevice.all(SpdmVersion.V1_3));
        var keyPairs = new SimulatedKeyPairs(ManagedDevice.KEY_PAIRS);
        var peers = new Peers(
                profile, Peers.options().withVersions(SpdmVersion.V1_3), builder -> builder.keyPairs(keyPairs));
        DeviceManagement management = peers.connected().requester.management();

        management.changeKeyPair(3, new KeyPairChange(0, 0, 0, 0, Bytes.EMPTY));

        assertThat(management.keyPair(3).assocCertSlotMask()).isEqualTo(isOn ? 4 : 0);
    }

    @Test
    void switchesAreOffUnlessTurnedOn() {
        for (SpdmSwitch each : SpdmSwitch.values()) {
            assertThat(SpdmProfile.TDISP.has(each)).isFalse();
            assertThat(RequesterOptions.TDISP.has(each)).isFalse();
        }

        SpdmProfile profile = SpdmProfile.TDISP
                .with(SpdmSwitch.RAW_KEY_SLOT_IS_ZERO)
                .with(SpdmSwitch.DECRYPT_ERROR_UNSAID)
                .withHeartbeatPeriod(5);

        assertThat(profile.switches())
                .isEqualTo(Set.of(SpdmSwitch.RAW_KEY_SLOT_IS_ZERO, SpdmSwitch.DECRYPT_ERROR_UNSAID));
    }
}
