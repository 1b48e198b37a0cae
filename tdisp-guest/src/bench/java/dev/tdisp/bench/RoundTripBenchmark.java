package dev.tdisp.bench;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.requester.TdispRequester;
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

/**
 * GET_DEVICE_INTERFACE_STATE and its answer in a session, in memory: encoded, sealed, opened, answered, sealed, opened,
 * decoded.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RoundTripBenchmark {
    private static final int WARM_UP = 50_000;

    private TdispRequester requester;

    @Setup
    public void setUp() {
        var bed = new TestBed();
        requester = TestBed.tdisp(bed.session(), bed.device().physicalFunction().requesterId());
        for (int i = 0; i < WARM_UP; i++) {
            securedRoundTrip();
        }
    }

    @Benchmark
    public TdiState securedRoundTrip() {
        return requester.state();
    }
}
