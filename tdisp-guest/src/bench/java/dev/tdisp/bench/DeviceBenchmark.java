package dev.tdisp.bench;

import dev.tdisp.core.env.Env;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.config.DeviceLayout;
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

/** A device with 256 virtual functions: built, and reset with all of them enabled. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class DeviceBenchmark {
    private static final int VIRTUAL_FUNCTIONS = 256;
    private static final DeviceProfile PROFILE =
            DeviceProfile.SPEC.withLayout(DeviceLayout.accelerator(VIRTUAL_FUNCTIONS));

    private Env env;
    private TestBed bed;

    @Setup
    public void setUp() {
        env = TestBed.env();
        bed = new TestBed(PROFILE);
    }

    @Benchmark
    public SrIovDevice build256() {
        return TestBed.device(PROFILE, env);
    }

    @Benchmark
    public void enable256() {
        bed.enable(VIRTUAL_FUNCTIONS);
        bed.enable(0);
    }

    @Benchmark
    public void enableAndReset256() {
        bed.enable(VIRTUAL_FUNCTIONS);
        bed.device().conventionalReset();
    }
}
