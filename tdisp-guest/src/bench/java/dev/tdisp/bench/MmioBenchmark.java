package dev.tdisp.bench;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.engine.EngineRegister;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Accesses of a processor to a register, plain or over an IDE stream, both ends of the link included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class MmioBenchmark {
    private static final int WARM_UP = 50_000;

    @Param({"false", "true"})
    public boolean ide;

    private LinkPartner host;
    private long register;
    private Bytes value;

    @Setup
    public void setUp() {
        TestBed bed = ide ? new TestBed().start() : new TestBed();
        host = bed.host();
        register = TestBed.BAR0 + EngineRegister.PATTERN.offset();
        value = Bytes.filled(0x5A, EngineRegister.PATTERN.size());
        host.write(register, value);
        TestBed.require(host.read(register, value.size()).equals(value));
        for (int i = 0; i < WARM_UP; i++) {
            mmioRead();
            mmioWrite();
        }
    }

    @Benchmark
    public Bytes mmioRead() {
        return host.read(register, value.size());
    }

    @Benchmark
    public void mmioWrite() {
        host.write(register, value);
    }
}
