package dev.tdisp.bench;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.lab.Lab;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One whole attach and detach: certificates issued, session, keys, lock, evidence, DMA, and the way back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class AttachBenchmark {
    private long seed;

    @Benchmark
    public TdiState traced() {
        return visit(Lab.seeded(seed++));
    }

    @Benchmark
    public TdiState untraced() {
        return visit(Lab.builder().seed(seed++).untraced().build());
    }

    private static TdiState visit(Lab lab) {
        lab.attach(1).run();
        lab.detach(1).run();
        return lab.state(1);
    }
}
