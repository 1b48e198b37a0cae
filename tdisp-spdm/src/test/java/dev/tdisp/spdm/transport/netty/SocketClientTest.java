package dev.tdisp.spdm.transport.netty;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.transport.TransportException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketClientTest extends SocketBench {
    @Test
    void aMissingResponseClosesTheConnection() {
        SocketServer server = serve(MCTP, () -> packet -> Optional.empty());
        SocketClient client = keep(SocketClient.connect(
                server.address(), MCTP, SocketOptions.DEFAULT.withResponseTimeout(Duration.ofMillis(50))));

        assertThatThrownBy(() -> client.exchange(PACKET))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("no response within");
        assertThatThrownBy(() -> client.exchange(PACKET)).hasMessage("the connection is closed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000001 00000002 00000000",
                "0000ffff 00000001 00000000",
                "00000001 00000001 7fffffff",
                "00000001 00000001 ffffffff",
                "00000001 00000001 000000",
                "",
            })
    void aStrangeServerIsRefused(String response) throws Exception {
        try (var strange = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var thread = new Thread(() -> answerOnce(strange, Bytes.fromHex(response)));
            thread.start();
            SocketClient client =
                    keep(SocketClient.connect((InetSocketAddress) strange.getLocalSocketAddress(), MCTP, OPTIONS));

            assertThatThrownBy(() -> client.exchange(PACKET)).isInstanceOf(TransportException.class);
            thread.join();
        }
    }

    @Test
    void anErrorOfTheTcpBindingIsSaid() throws Exception {
        try (var strange = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var thread = new Thread(() -> answerOnce(strange, Bytes.fromHex("000001c3")));
            thread.start();
            SocketClient client = keep(SocketClient.connect(
                    (InetSocketAddress) strange.getLocalSocketAddress(), Framing.dsp0287(), OPTIONS));

            assertThatThrownBy(() -> client.exchange(Bytes.fromHex("0600010510840000")))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("C3h");
            assertThatThrownBy(client::greet).isInstanceOf(IllegalStateException.class);
            thread.join();
        }
    }

    @Test
    void whereNobodyListensThereIsNoConnection() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);

        assertThatThrownBy(() -> SocketClient.connect(address, MCTP, OPTIONS)).isInstanceOf(TransportException.class);

        SocketServer server = serve(MCTP, () -> Optional::of);
        var builder = SocketServer.builder(MCTP, () -> Optional::of).address(server.address());
        assertThatThrownBy(builder::start).isInstanceOf(TransportException.class);
    }

    private static void answerOnce(ServerSocket server, Bytes response) {
        try (Socket client = server.accept()) {
            client.getInputStream().read(new byte[64]);
            client.getOutputStream().write(response.toArray());
            client.shutdownOutput();
            client.getInputStream().read(new byte[64]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
