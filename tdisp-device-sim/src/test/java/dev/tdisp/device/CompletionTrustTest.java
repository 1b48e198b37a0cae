package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.ide.IdeOutcome;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.wire.Bytes;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host whose completions do or do not carry the T bit. */
class CompletionTrustTest {
    private static final int LENGTH = 64;
    private static final int DONE = 2;

    private final Bench bench = Bench.enumerated(1).secure();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("T-124")
    void runningInterfaceTakesCompletionsWithAndWithoutTrust(boolean isTrusted) {
        bench.device().connect(frame -> answer(frame, isTrusted));
        bench.host().put(Bench.HOST_BUFFER, Bytes.filled(0x42, LENGTH));
        bench.run(bench.vf(1));

        long status = bench.copy(bench.vf(1), Bench.HOST_BUFFER, Bench.HOST_BUFFER + 0x1_0000, LENGTH, Way.TRUSTED);

        assertThat(status).isEqualTo(DONE);
        assertThat(bench.host().at(Bench.HOST_BUFFER + 0x1_0000, LENGTH)).isEqualTo(Bytes.filled(0x42, LENGTH));
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
    }

    private Optional<LinkFrame> answer(LinkFrame frame, boolean isTrusted) {
        var delivered = (IdeOutcome.Delivered) bench.host().port().open((LinkFrame.Protected) frame);
        if (delivered.tlp() instanceof MemoryRead read) {
            Bytes content = bench.host().at(read.address(), read.length());
            var completion = Completion.of(FakeHost.ROOT_PORT, read, content);
            return Optional.of(bench.host().seal(completion, Bench.STREAM, isTrusted));
        }
        var write = (MemoryWrite) delivered.tlp();
        bench.host().put(write.address(), write.payload());
        return Optional.empty();
    }
}
