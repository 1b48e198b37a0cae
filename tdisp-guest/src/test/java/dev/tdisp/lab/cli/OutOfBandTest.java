package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.trace.Trace;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.DeviceClassInfo;
import dev.tdisp.spdm.requester.RequesterOptions;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.requester.SessionOptions;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.netty.Framing;
import dev.tdisp.spdm.transport.netty.SocketClient;
import dev.tdisp.spdm.transport.netty.SocketOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The emulator's commands beside SPDM, from the socket to the responder of the served device. */
@Timeout(60)
class OutOfBandTest {
    private final AtomicInteger asked = new AtomicInteger();

    private SpdmRequester requester(SocketClient client, boolean isAnswering) {
        RequesterOptions options = RequesterOptions.TDISP.withVersions(SpdmVersion.V1_3);
        if (isAnswering) {
            options = options.withCapabilities(
                    options.capabilities().with(Capability.ENCAP_CAP).with(Capability.EP_INFO_CAP, 1));
        }
        var env = new Env(InstantSource.system(), new VirtualTime(), RandomSource.seeded(5), Trace.none());
        var requester = new SpdmRequester(client.transport(), options, env);
        requester.deviceClass(() -> {
            asked.incrementAndGet();
            return new DeviceClassInfo(0, List.of());
        });
        requester.connect();
        requester.certificateChain(0);
        return requester;
    }

    private static SocketClient connect(RunningDevice device, EmulatorTransport transport) {
        return SocketClient.connect(
                new HostAndPort().convert(device.address()), Framing.emulator(transport), SocketOptions.DEFAULT);
    }

    private static RunningDevice device(EmulatorTransport transport) {
        String name = transport == EmulatorTransport.PCI_DOE ? "doe" : "mctp";
        return new RunningDevice("--spdm", "1.3", "--transport", name);
    }

    @ParameterizedTest
    @EnumSource(
            value = EmulatorTransport.class,
            names = {"PCI_DOE", "MCTP"})
    void theServedDeviceAsksForANewKey(EmulatorTransport transport) {
        RunningDevice device = device(transport);
        try (SocketClient client = connect(device, transport)) {
            RequesterSession session = requester(client, true).startSession(SessionOptions.DEFAULT);
            assertThat(session.poll()).isFalse();

            client.wantKeyUpdate(session.id());

            assertThat(session.poll()).isTrue();
            assertThat(session.poll()).isFalse();
            session.heartbeat();
            session.end();
        }
        device.stop();
    }

    @ParameterizedTest
    @EnumSource(
            value = EmulatorTransport.class,
            names = {"PCI_DOE", "MCTP"})
    void theServedDeviceAsksForTheClass(EmulatorTransport transport) {
        RunningDevice device = device(transport);
        try (SocketClient client = connect(device, transport)) {
            SpdmRequester requester = requester(client, true);

            client.wantEndpointInfo();
            assertThat(requester.poll()).isTrue();
            assertThat(asked).hasValue(1);

            RequesterSession session = requester.startSession(SessionOptions.DEFAULT);
            client.wantEndpointInfo();
            assertThat(session.poll()).isTrue();
            assertThat(asked).hasValue(2);
            session.end();
        }
        device.stop();
    }

    @Test
    void whatCannotBeAskedIsLeftAndTheConnectionGoesOn() {
        RunningDevice device = device(EmulatorTransport.PCI_DOE);
        try (SocketClient client = connect(device, EmulatorTransport.PCI_DOE)) {
            client.wantKeyUpdate(0x1234);
            client.wantEndpointInfo();

            RequesterSession session = requester(client, false).startSession(SessionOptions.DEFAULT);
            client.wantKeyUpdate(session.id());
            client.wantEndpointInfo();

            session.heartbeat();
            session.end();
        }
        assertThat(device.stop().exitCode()).isZero();
        assertThat(asked).hasValue(0);
    }
}
