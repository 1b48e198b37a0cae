package dev.tdisp.lab.cli;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.trace.Trace;
import dev.tdisp.spdm.requester.RequesterOptions;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.netty.Framing;
import dev.tdisp.spdm.transport.netty.SocketClient;
import dev.tdisp.spdm.transport.netty.SocketOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Our SPDM requester in front of the peer's responder, which ends with it. */
final class LiveHost implements AutoCloseable {
    private final LivePeer peer;
    private final Process responder;
    private final SocketClient client;
    private final SpdmRequester requester;

    LiveHost(LivePeer peer, EmulatorTransport transport, RequesterOptions options, String... arguments)
            throws IOException, InterruptedException {
        this.peer = peer;
        int port = LivePeer.freePort();
        responder = peer.start(LivePeer.RESPONDER, port, arguments);
        client = connect(port, Framing.emulator(transport));
        client.greet();
        var env = new Env(InstantSource.system(), new VirtualTime(), RandomSource.secure(), Trace.none());
        requester = new SpdmRequester(client.transport(), options, env);
        requester.waitBy(duration -> {
            try {
                TimeUnit.NANOSECONDS.sleep(duration.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private SocketClient connect(int port, Framing framing) throws InterruptedException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        SocketOptions limits = SocketOptions.DEFAULT.withResponseTimeout(Duration.ofSeconds(60));
        for (int i = 0; i < 100; i++) {
            try {
                return SocketClient.connect(address, framing, limits);
            } catch (TransportException e) {
                Thread.sleep(50);
            }
        }
        responder.destroyForcibly();
        throw new AssertionError("nobody listens on port " + port);
    }

    SpdmRequester requester() {
        return requester;
    }

    SocketClient client() {
        return client;
    }

    /** What the responder complains about. */
    String errors() throws IOException {
        return peer.errors(LivePeer.RESPONDER);
    }

    @Override
    public void close() {
        try (client) {
            client.shutDown();
        } catch (TransportException e) {
            // It is gone already.
        } finally {
            responder.destroyForcibly();
        }
    }
}
