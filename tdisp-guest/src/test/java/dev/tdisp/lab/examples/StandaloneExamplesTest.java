package dev.tdisp.lab.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.Env;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.spdm.requester.RequesterOptions;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.PacketResponder;
import dev.tdisp.spdm.transport.netty.Framing;
import dev.tdisp.spdm.transport.netty.SocketClient;
import dev.tdisp.spdm.transport.netty.SocketOptions;
import dev.tdisp.spdm.transport.netty.SocketServer;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** A device on a socket, as the page about tests shows it. */
class StandaloneExamplesTest {
    @Test
    void aDeviceListensForAStackInAnotherLanguage() {
        // example: standalone
        SrIovDevice device = SrIovDevice.builder(Env.seeded(7)).build();
        Framing framing = Framing.emulator(EmulatorTransport.PCI_DOE); // that of DMTF's spdm-emu
        try (var server = SocketServer.builder(framing, () -> PacketResponder.mailbox(device.dsm()::exchange))
                .start()) {
            connect(server.address().getPort()); // a free one; close() ends everything
        }
        // end of example
    }

    private static void connect(int port) {
        Framing framing = Framing.emulator(EmulatorTransport.PCI_DOE);
        var address = new InetSocketAddress("127.0.0.1", port);
        try (var client = SocketClient.connect(address, framing, SocketOptions.DEFAULT)) {
            var requester = new SpdmRequester(client.transport(), RequesterOptions.TDISP, Env.seeded(8));
            requester.connect();
            assertThat(requester.certificateChain(0).encode().isEmpty()).isFalse();
        }
    }
}
