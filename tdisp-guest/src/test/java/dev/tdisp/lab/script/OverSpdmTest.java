package dev.tdisp.lab.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.spdm.requester.RequesterOptions;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.requester.SessionOptions;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.netty.Framing;
import dev.tdisp.spdm.transport.netty.SocketClient;
import dev.tdisp.spdm.transport.netty.SocketOptions;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same script in sessions of SPDM, in memory and on a socket. */
@Timeout(60)
class OverSpdmTest {
    private static final SocketOptions IMPATIENT = SocketOptions.DEFAULT.withResponseTimeout(Duration.ofMillis(400));

    @Test
    void theSameScriptServesBytesMemoryAndASocket() {
        try (var bytes = ScriptedDevice.seeded(7);
                var memory = ScriptedDevice.seeded(7);
                var socket = ScriptedDevice.seeded(7)) {
            List.of(bytes, memory, socket).forEach(OverSpdmTest::script);
            InetSocketAddress address = socket.listen();

            bytes.run(() -> drive(new TdispRequester(
                    bytes.tdisp(),
                    bytes.interfaceId(1),
                    dev.tdisp.core.requester.RequesterOptions.DEFAULT,
                    Env.seeded(1))));
            memory.run(() -> drive(overSpdm(memory, memory.transport())));
            try (SocketClient client = connect(address, SocketOptions.DEFAULT)) {
                socket.run(() -> drive(overSpdm(socket, client.transport())));
            }
        }
    }

    private static void script(ScriptedDevice peer) {
        peer.allow(dev.tdisp.core.message.RequestCode.GET_DEVICE_INTERFACE_STATE);
        peer.expectGetVersion().respond();
        peer.expectGetCapabilities().respond();
        peer.expectLockInterface().respond().capture("lock");
        peer.expectGetReport().from("lock").respondInChunksOf(48);
        peer.expectStartInterface().from("lock").respondError(TdispErrorCode.INVALID_NONCE);
        peer.thenExpectNothing().within(Duration.ofMillis(50));
    }

    private static void drive(TdispRequester host) {
        Nonce nonce = ScriptedDeviceTest.lock(host);
        host.report();
        assertThatThrownBy(() -> host.start(nonce))
                .isInstanceOfSatisfying(
                        TdispException.class, e -> assertThat(e.error()).contains(TdispErrorCode.INVALID_NONCE));
    }

    @Test
    void aFailureOverASessionNamesIt() {
        try (var peer = ScriptedDevice.seeded(7)) {
            peer.expectGetCapabilities().respond();

            assertThatThrownBy(() ->
                            peer.run(() -> overSpdm(peer, peer.transport()).version()))
                    .isInstanceOf(AssertionError.class)
                    .message()
                    .containsPattern("#1 REQ->RSP SecuredSPDM\\(0x[0-9a-f]{8}\\) TDISP GET_TDISP_VERSION");
        }
    }

    @Test
    void aDroppedAnswerIsSilenceInMemoryAndOnASocket() {
        try (var peer = ScriptedDevice.seeded(7)) {
            peer.expectGetVersion().dropAnswer();
            TdispRequester host = overSpdm(peer, peer.transport());

            assertThatThrownBy(host::version).hasRootCauseInstanceOf(TransportException.class);
        }
        try (var peer = ScriptedDevice.seeded(7);
                SocketClient client = connect(peer.listen(), IMPATIENT)) {
            peer.expectGetVersion().dropAnswer();
            TdispRequester host = overSpdm(peer, client.transport());

            assertThatThrownBy(host::version).hasRootCauseMessage("no response within PT0.4S");
        }
    }

    @Test
    void aDeviceOnASocketWaitsInRealTimeForNothing() {
        try (var peer = ScriptedDevice.seeded(7);
                SocketClient client = connect(peer.listen(), SocketOptions.DEFAULT)) {
            TdispRequester host = overSpdm(peer, client.transport());
            peer.thenExpectNothing().within(Duration.ofSeconds(30));
            peer.lockstep(host::version);

            assertThatThrownBy(peer::verify)
                    .hasMessageContaining("expected : nothing for 30s")
                    .hasMessageContaining("but was  : GET_TDISP_VERSION");
        }
    }

    @Test
    void noThreadIsLeftBehind() {
        var peer = ScriptedDevice.seeded(7);
        peer.listen();
        assertThat(serverThreads()).isNotEmpty();

        peer.close();

        assertThat(serverThreads()).isEmpty();
    }

    private static List<Thread> serverThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("tdisp-server"))
                .toList();
    }

    private static TdispRequester overSpdm(ScriptedDevice peer, SpdmTransport transport) {
        var requester = new SpdmRequester(transport, RequesterOptions.TDISP, Env.seeded(3));
        requester.connect();
        requester.digests();
        requester.certificateChain(0);
        RequesterSession session = requester.startSession(SessionOptions.DEFAULT);
        return new TdispRequester(
                session.channel(VendorProtocol.TDISP),
                peer.interfaceId(1),
                dev.tdisp.core.requester.RequesterOptions.DEFAULT,
                Env.seeded(1));
    }

    private static SocketClient connect(InetSocketAddress address, SocketOptions options) {
        return SocketClient.connect(address, Framing.emulator(EmulatorTransport.PCI_DOE), options);
    }
}
