package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.trace.Trace;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.dsm.Credentials;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.KeyLog;
import dev.tdisp.spdm.requester.RequesterOptions;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.requester.SessionOptions;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.responder.SpdmResponder;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.PacketResponder;
import dev.tdisp.spdm.transport.PacketTransport;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class AskingResponderTest {
    private static final EmulatorTransport TRANSPORT = EmulatorTransport.MCTP;
    private static final SpdmProfile PROFILE = SpdmProfile.SPDM_EMU.withVersions(SpdmVersion.V1_3);

    private final VirtualTime time = new VirtualTime();
    private final Env env = new Env(time, time, RandomSource.seeded(5), Trace.none());
    private final SpdmResponder spdm = SpdmResponder.builder(PROFILE, env)
            .slot(0, Credentials.issue(PROFILE, env.random()).identity())
            .binding(TRANSPORT.binding())
            .build();
    private final AskingResponder responder = new AskingResponder(spdm, PacketResponder.of(TRANSPORT, spdm::handle));

    @Test
    void theRequesterFindsTheQuestionsThatTheEmulatorsCommandsAskedFor() {
        RequesterSession session = session();

        responder.keyUpdateWanted(session.id());
        boolean isUpdated = session.poll();
        responder.endpointInfoWanted();
        boolean isTold = session.poll();

        assertThat(isUpdated).isTrue();
        assertThat(isTold).isTrue();
        assertThat(session.poll()).isFalse();
        session.heartbeat();
    }

    @Test
    void aQuestionThatCannotBeAskedIsLeft() {
        assertThatCode(() -> responder.keyUpdateWanted(7)).doesNotThrowAnyException();
        assertThatCode(responder::endpointInfoWanted).doesNotThrowAnyException();
    }

    @Test
    void noSessionIsLeftOfARequesterThatIsGone() {
        session();

        responder.disconnected();

        assertThat(spdm.sessions()).isEmpty();
    }

    @Test
    void aServedDeviceForgetsTheSessionsOfARequesterThatIsGone() {
        var parts = new ServedDevice.Parts(
                Credentials.issue(PROFILE, env.random()), env.random(), Trace.none(), KeyLog.NONE);
        ServedDevice device = ServedDevice.of(TRANSPORT, DeviceProfile.SPDM_EMU.withSpdm(PROFILE), parts);
        RequesterSession session = session(device);
        session.heartbeat();

        device.disconnected();

        assertThatThrownBy(session::heartbeat).as("no answer").isInstanceOf(NoSuchElementException.class);
    }

    private RequesterSession session() {
        return session(responder);
    }

    private RequesterSession session(PacketResponder device) {
        var flags =
                RequesterOptions.TDISP.capabilities().with(Capability.ENCAP_CAP).with(Capability.EP_INFO_CAP, 1);
        var requester = new SpdmRequester(
                new PacketTransport(TRANSPORT, packet -> device.handle(packet).orElseThrow()),
                RequesterOptions.TDISP.withVersions(SpdmVersion.V1_3).withCapabilities(flags),
                env.forParty("tsm"));
        requester.connect();
        requester.digests();
        requester.certificateChain(0);
        return requester.startSession(SessionOptions.DEFAULT);
    }
}
