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
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 4, time = 2)
@Fork(2)
public class HandshakeBenchmark {
    private SpdmRequester requester;
    private HandshakeCryptography cryptography;

    @Setup
    public void setUp() {
        SrIovDevice device = TestBed.device(DeviceProfile.SPEC, TestBed.env());
        requester = TestBed.requester(new InMemoryTransport(device.dsm().spdm()::handle));
        cryptography = new HandshakeCryptography(TestBed.credentials().identity());
    }

    @Benchmark
    public RequesterSession handshake() {
        return TestBed.session(requester);
    }

    @Benchmark
    public void cryptographyAlone(Blackhole sink) {
        cryptography.run(sink);
    }
}
