package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.SessionAuthentication;
import dev.tdisp.spdm.message.DeviceClassInfo;
import dev.tdisp.spdm.message.Event;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.StandardsBody;
import dev.tdisp.spdm.responder.EventSource;
import dev.tdisp.spdm.responder.MutualAuthentication;
import dev.tdisp.spdm.responder.Peers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The responder asks for the requester's class, and tells it of events. */
class ResponderQuestionsTest {
    private static final DeviceClassInfo CLASS = new DeviceClassInfo(0, List.of());

    private final EventSource events = EventSource.dmtf();
    private final List<DeviceClassInfo> learned = new ArrayList<>();
    private final List<Event> received = new ArrayList<>();

    private Peers peers() {
        var profile = MutualPeers.profile(
                SpdmVersion.V1_3, MutualPeers.in(SessionAuthentication.ENCAPSULATED), Capability.EVENT_CAP);
        var options = MutualPeers.options(SpdmVersion.V1_3);
        Peers peers = MutualPeers.of(
                profile,
                options.withCapabilities(options.capabilities().with(Capability.EP_INFO_CAP, 2)),
                builder -> builder.events(events));
        peers.requester.deviceClass(() -> CLASS);
        peers.requester.eventListener((session, come) -> received.addAll(come));
        return peers.identified();
    }

    @Test
    @Tag("S-198")
    void theRequesterSaysOfWhichClassItIs() {
        Peers peers = peers();
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);
        peers.responder.askDeviceClass(session.id(), Optional.empty(), learned::add);
        peers.responder.askDeviceClass(session.id(), Optional.of(0), learned::add);
        peers.responder.askDeviceClass(0, Optional.of(0), learned::add);

        assertThat(session.poll()).isTrue();
        assertThat(session.poll()).isTrue();
        assertThat(session.poll()).isFalse();
        assertThat(peers.requester.poll()).isTrue();
        assertThat(peers.requester.poll()).isFalse();

        assertThat(learned).containsExactly(CLASS, CLASS, CLASS);
    }

    @Test
    @Tag("S-171")
    @Tag("S-198")
    void aSignatureOfAnotherKeyIsNotBelieved() {
        Peers peers = peers();
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);
        peers.requester.credentials().fill(0, MutualPeers.STRANGER);
        peers.responder.askDeviceClass(session.id(), Optional.of(0), learned::add);

        assertThatThrownBy(session::poll)
                .isInstanceOfSatisfying(
                        SpdmException.class, e -> assertThat(e.error()).contains(SpdmErrorCode.INVALID_RESPONSE_CODE));

        assertThat(learned).isEmpty();
        session.heartbeat();
    }

    @Test
    void aRequesterWithoutTheCapabilityIsNotAsked() {
        Peers peers =
                MutualPeers.of(SpdmVersion.V1_3, MutualAuthentication.NONE).identified();

        assertThatThrownBy(() -> peers.responder.askDeviceClass(0, Optional.empty(), learned::add))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> peers.responder.askDeviceClass(5, Optional.empty(), learned::add))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("S-197")
    void eventsReachTheSessionThatWantsThem() {
        Peers peers = peers();
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT.withSessionPolicy(2));
        RequesterSession other = peers.requester.startSession(SessionOptions.DEFAULT);
        events.raise(StandardsBody.DMTF, Event.CERTIFICATE_CHANGED, Bytes.fromHex("01"));
        events.raise(StandardsBody.DMTF, Event.CERTIFICATE_CHANGED, Bytes.fromHex("02"));

        assertThat(other.poll()).isFalse();
        assertThat(session.poll()).isTrue();
        assertThat(session.poll()).isFalse();

        assertThat(received).extracting(Event::detail).containsExactly(Bytes.fromHex("01"), Bytes.fromHex("02"));
        assertThat(events.waiting()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = SpdmVersion.class,
            names = {"V1_2", "V1_3"})
    void whoMustProveItselfAndCannotIsRefused(SpdmVersion version) {
        var wish = MutualPeers.in(SessionAuthentication.ENCAPSULATED).required();
        Peers peers =
                new Peers(MutualPeers.profile(version, wish), Peers.options().withVersions(version));
        peers.identified();
        SpdmErrorCode expected = version == SpdmVersion.V1_2 ? SpdmErrorCode.UNSPECIFIED : SpdmErrorCode.INVALID_POLICY;

        assertThatThrownBy(() -> peers.requester.startSession(SessionOptions.DEFAULT))
                .isInstanceOfSatisfying(
                        SpdmException.class, e -> assertThat(e.error()).contains(expected));

        assertThat(peers.responder.sessions()).isEmpty();
    }
}
