package dev.tdisp.bench;

import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.transport.InMemoryTransport;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A P-384 handshake of both ends in memory, from GET_VERSION to FINISH_RSP with the check of the certificates, and the
 * cryptography that it cannot do without.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(2)
public class HandshakeBenchmark {
    /** So many until all of it is compiled, however busy the machine is. */
    private static final int HANDSHAKES = 4000;

    private static final int COMPUTATIONS = 1000;

    /** Both ends. */
    @State(Scope.Thread)
    public static class Ends {
        private final SrIovDevice device = TestBed.device(DeviceProfile.SPEC, TestBed.env());
        private final SpdmRequester requester =
                TestBed.requester(new InMemoryTransport(device.dsm().spdm()::handle));

        @Setup
        public void warmUp() {
            for (int i = 0; i < HANDSHAKES; i++) {
                TestBed.session(requester);
            }
        }
    }

    /** What they compute. */
    @State(Scope.Thread)
    public static class Computation {
        private final HandshakeCryptography cryptography =
                new HandshakeCryptography(TestBed.credentials().identity());

        @Setup
        public void warmUp(Blackhole sink) {
            for (int i = 0; i < COMPUTATIONS; i++) {
                cryptography.run(sink);
            }
        }
    }

    @Benchmark
    public RequesterSession handshake(Ends ends) {
        return TestBed.session(ends.requester);
    }

    @Benchmark
    public void cryptographyAlone(Computation computation, Blackhole sink) {
        computation.cryptography.run(sink);
    }
}
