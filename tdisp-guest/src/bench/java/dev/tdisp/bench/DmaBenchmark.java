package dev.tdisp.bench;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.device.engine.EngineRegister;
import dev.tdisp.device.engine.Operation;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A page of 4 KiB copied by the engine of a function, plain or over an IDE stream: read from the host in requests of 512 bytes,
 * written back in requests of 256.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class DmaBenchmark {
    private static final int WARM_UP = 100;

    private static final int PAGE = 4096;
    private static final int PAGES = 64;
    private static final long DESTINATION = 0x8_0000;

    @Param({"false", "true"})
    public boolean ide;

    private LinkPartner host;
    private Bytes start;

    @Setup
    public void setUp() {
        TestBed bed = ide ? new TestBed().start() : new TestBed();
        host = bed.host();
        host.fill(PAGES * PAGE);
        set(EngineRegister.OPERATION, Operation.COPY.code());
        set(EngineRegister.SOURCE, 0);
        set(EngineRegister.DESTINATION, DESTINATION);
        set(EngineRegister.LENGTH, PAGES * PAGE);
        start = encode(EngineRegister.DOORBELL, 1);
        copyPages();
        TestBed.require(host.content(DESTINATION, PAGES * PAGE).equals(host.content(0, PAGES * PAGE)));
        for (int i = 0; i < WARM_UP; i++) {
            copyPages();
        }
    }

    @Benchmark
    @OperationsPerInvocation(PAGES)
    public void copyPages() {
        host.write(TestBed.BAR0 + EngineRegister.DOORBELL.offset(), start);
    }

    private void set(EngineRegister register, long value) {
        host.write(TestBed.BAR0 + register.offset(), encode(register, value));
    }

    private static Bytes encode(EngineRegister register, long value) {
        var out = WireWriter.create();
        out.u64("value", value);
        return out.toBytes().slice(0, register.size());
    }
}
