package dev.tdisp.bench;

import dev.tdisp.core.message.GetTdispVersion;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.message.TdispRequest;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
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

/** Encoding and decoding of one TDISP message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class MessageBenchmark {
    private final TdispRequest message = new GetTdispVersion(TdispHeader.of(InterfaceId.of(RequesterId.of(1, 0, 1))));
    private final Bytes bytes = message.toBytes();

    @Benchmark
    public Bytes encode() {
        return message.toBytes();
    }

    @Benchmark
    public TdispRequest decode() {
        return TdispRequest.decode(bytes);
    }
}
