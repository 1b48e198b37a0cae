package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.connection.SessionAuthentication;
import dev.tdisp.spdm.message.KeySlotInfo;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.responder.MutualAuthentication;
import dev.tdisp.spdm.responder.Peers;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The requester proves itself, each way there is. */
class MutualAuthenticationTest {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "V1_0")
    @Tag("S-175")
    void aChallengeIsAnsweredByAChallenge(SpdmVersion version) {
        Peers peers =
                MutualPeers.of(version, MutualAuthentication.NONE.challenging()).identified();

        peers.requester.challenge(0);

        assertThat(peers.requester.state()).isEqualTo(ConnectionState.AUTHENTICATED);
        assertThat(peers.responder.state()).isEqualTo(ConnectionState.AUTHENTICATED);
        peers.requester.challenge(0);
        peers.requester.startSession(SessionOptions.DEFAULT).end();
    }

    @Test
    @Tag("S-175")
    void chainsTravelInTheirLargeFormIfTheRequesterHasIt() {
        Peers peers = MutualPeers.of(
                        SpdmVersion.V1_4, MutualAuthentication.NONE.challenging(), Capability.LARGE_RESP_CAP)
                .identified();

        peers.requester.challenge(0);

        assertThat(SentMessages.of(peers, "ENCAPSULATED_RESPONSE_ACK")
                        .get(0)
                        .slice(8, 11)
                        .toHex())
                .isEqualTo("148280");
        assertThat(peers.responder.state()).isEqualTo(ConnectionState.AUTHENTICATED);
    }

    @Test
    @Tag("S-171")
    @Tag("libspdm-3059")
    void theResponderIsNotAuthenticatedBeforeTheRequesterIs() {
        Peers peers = MutualPeers.of(SpdmVersion.V1_2, MutualAuthentication.NONE.challenging())
                .identified();
        peers.requester.credentials().fill(0, MutualPeers.STRANGER);

        assertThatThrownBy(() -> peers.requester.challenge(0))
                .isInstanceOfSatisfying(
                        SpdmException.class, e -> assertThat(e.error()).contains(SpdmErrorCode.INVALID_RESPONSE_CODE));

        assertThat(peers.responder.state()).isEqualTo(ConnectionState.AFTER_CERTIFICATE);
        peers.requester.measurements(MeasurementQuery.COUNT);
    }

    static Stream<Arguments> sessions() {
        return Stream.of(SpdmVersion.V1_1, SpdmVersion.V1_2, SpdmVersion.V1_3, SpdmVersion.V1_4)
                .flatMap(version -> Stream.of(SessionAuthentication.values())
                        .flatMap(how -> Stream.of(true, false).map(isClear -> Arguments.of(version, how, isClear))));
    }

    @ParameterizedTest
    @MethodSource("sessions")
    @Tag("S-116")
    @Tag("S-126")
    @Tag("S-173")
    @Tag("S-174")
    @Tag("S-176")
    void aSessionBeginsWithBothKnown(SpdmVersion version, SessionAuthentication how, boolean isClear) {
        Capability[] more = isClear ? new Capability[] {Capability.HANDSHAKE_IN_THE_CLEAR_CAP} : new Capability[0];
        Peers peers = MutualPeers.of(
                        MutualPeers.profile(version, MutualPeers.in(how), more),
                        MutualPeers.options(version, more),
                        builder -> builder.requesterChain(0, MutualPeers.REQUESTER.certificates()))
                .identified();

        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);

        session.heartbeat();
        peers.requester.startSession(SessionOptions.DEFAULT).end();
        session.end();
    }

    @ParameterizedTest
    @EnumSource(SessionAuthentication.class)
    @Tag("S-176")
    void multiKeyConnectionsPutTheDigestsIntoTheTranscript(SessionAuthentication how) {
        Capability[] more = {Capability.MULTI_KEY_CAP, Capability.GET_KEY_PAIR_INFO_CAP};
        Peers peers = MutualPeers.of(
                        MutualPeers.profile(SpdmVersion.V1_3, MutualPeers.in(how), more),
                        MutualPeers.options(SpdmVersion.V1_3, Capability.MULTI_KEY_CAP),
                        builder -> builder.requesterChain(0, MutualPeers.REQUESTER.certificates()))
                .connected();

        assertThat(peers.requester.context().suite().isRequesterMultiKey()).isTrue();
        assertThat(peers.requester.context().suite().isResponderMultiKey()).isTrue();
        peers.requester.digests();
        peers.requester.certificateChain(0);
        peers.requester.startSession(SessionOptions.DEFAULT).end();
    }

    @ParameterizedTest
    @EnumSource(
            value = SessionAuthentication.class,
            names = {"ENCAPSULATED", "DIGESTS"})
    @Tag("S-174")
    void theResponderChoosesASlotWhoseKeyIsForSessions(SessionAuthentication how) {
        Capability[] more = {Capability.MULTI_KEY_CAP, Capability.GET_KEY_PAIR_INFO_CAP};
        Peers peers = MutualPeers.of(
                MutualPeers.profile(SpdmVersion.V1_3, MutualPeers.in(how), more),
                MutualPeers.options(SpdmVersion.V1_3, Capability.MULTI_KEY_CAP),
                builder -> {});
        Credentials credentials = peers.requester.credentials();
        credentials.fill(0, MutualPeers.REQUESTER, new KeySlotInfo(1, 1, KeySlotInfo.CHALLENGE));
        credentials.fill(5, MutualPeers.REQUESTER, new KeySlotInfo(2, 1, KeySlotInfo.KEY_EXCHANGE));
        peers.identified();

        peers.requester.startSession(SessionOptions.DEFAULT).heartbeat();

        assertThat(SentMessages.of(peers, "FINISH").get(0).at(3)).isEqualTo(5);
    }

    @Test
    @Tag("S-176")
    void aRawKeySignsFinishWithoutBeingAskedFor() {
        var flags = MutualPeers.options(SpdmVersion.V1_3)
                .capabilities()
                .without(Capability.CERT_CAP)
                .with(Capability.PUB_KEY_ID_CAP);
        var wish = MutualPeers.in(SessionAuthentication.ENCAPSULATED).challenging();
        Peers peers = MutualPeers.of(
                MutualPeers.profile(SpdmVersion.V1_3, wish),
                MutualPeers.options(SpdmVersion.V1_3).withCapabilities(flags),
                builder -> builder.requesterKey(MutualPeers.RAW_KEY.publicKey()));
        peers.requester.credentials().rawKey(MutualPeers.RAW_KEY);
        peers.identified();

        peers.requester.challenge(0);
        peers.requester.startSession(SessionOptions.DEFAULT).heartbeat();

        assertThat(SentMessages.of(peers, "FINISH").get(0).at(3)).isEqualTo(Credentials.RAW_KEY);
        assertThat(SentMessages.of(peers, "KEY_EXCHANGE_RSP").get(0).slice(6, 8).toHex())
                .isEqualTo("010f");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"V1_0", "V1_1"})
    void aResponderMayHaveARawKeyInsteadOfChains(SpdmVersion version) {
        Peers peers = RawKeyPeers.of(version);
        peers.requester.connect();

        peers.requester.challenge(Credentials.RAW_KEY);
        peers.requester.measurements(MeasurementQuery.ALL.signedBy(Credentials.RAW_KEY));
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT.withSlot(Credentials.RAW_KEY));

        session.measurements(MeasurementQuery.ALL.signedBy(Credentials.RAW_KEY));
        session.end();
        assertThatThrownBy(() -> peers.requester.digests()).isInstanceOf(SpdmException.class);
    }
}
