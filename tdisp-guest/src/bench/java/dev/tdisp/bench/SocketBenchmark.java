package dev.tdisp.bench;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.PacketResponder;
import dev.tdisp.spdm.transport.netty.Framing;
import dev.tdisp.spdm.transport.netty.SocketClient;
import dev.tdisp.spdm.transport.netty.SocketOptions;
import dev.tdisp.spdm.transport.netty.SocketServer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The same round trip over loopback: data objects in the emulator's frames, one server, each connection with a device, a
 * session and a thread of its own that waits for each answer.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class SocketBenchmark {
    private static final Framing FRAMING = Framing.emulator(EmulatorTransport.PCI_DOE);

    private SocketServer server;

    @Setup
    public void serve() {
        server = SocketServer.builder(FRAMING, SocketBenchmark::responder).start();
    }

    private static PacketResponder responder() {
        SrIovDevice device = TestBed.device(DeviceProfile.SPEC, TestBed.env());
        return PacketResponder.mailbox(device.dsm()::exchange);
    }

    @TearDown
    public void stop() {
        server.close();
    }

    /** One connection, past its handshake. */
    @State(Scope.Thread)
    public static class Connection {
        private SocketClient client;
        private TdispRequester requester;

        @Setup
        public void connect(SocketBenchmark benchmark) {
            client = SocketClient.connect(benchmark.server.address(), FRAMING, SocketOptions.DEFAULT);
            RequesterSession session = TestBed.session(TestBed.requester(client.transport()));
            requester = TestBed.tdisp(session, TestBed.FUNCTION_0);
        }

        @TearDown
        public void close() {
            client.close();
        }
    }

    @Benchmark
    @Threads(1)
    public TdiState connections1(Connection connection) {
        return connection.requester.state();
    }

    @Benchmark
    @Threads(16)
    public TdiState connections16(Connection connection) {
        return connection.requester.state();
    }

    @Benchmark
    @Threads(256)
    public TdiState connections256(Connection connection) {
        return connection.requester.state();
    }
}
