package dev.tdisp.bench;

import dev.tdisp.core.pcie.CapabilityId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.Type0Header;
import dev.tdisp.device.SrIovDevice;
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

/** Single accesses to configuration space. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class ConfigurationBenchmark {
    private static final int VIRTUAL_FUNCTIONS = 8;

    private SrIovDevice device;
    private RequesterId virtualFunction;
    private int streams;
    private long line;

    @Setup
    public void setUp() {
        TestBed bed = new TestBed().enable(VIRTUAL_FUNCTIONS);
        device = bed.device();
        virtualFunction = device.virtualFunction(VIRTUAL_FUNCTIONS).requesterId();
        streams = bed.extendedCapability(CapabilityId.EXTENDED_IDE);
    }

    @Benchmark
    public long configurationRead() {
        return device.configRead(TestBed.PF, streams, 4);
    }

    @Benchmark
    public long configurationReadOfVirtualFunction() {
        return device.configRead(virtualFunction, Type0Header.CAPABILITIES_POINTER, 1);
    }

    @Benchmark
    public void configurationWrite() {
        line = line + 1 & 0xFF;
        device.configWrite(TestBed.PF, Type0Header.INTERRUPT_LINE, 1, line);
    }
}
