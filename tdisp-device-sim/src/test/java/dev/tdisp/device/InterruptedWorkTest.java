package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.function.DmaResult;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to the work of a function if its interface changes its state meanwhile. */
class InterruptedWorkTest {
    private static final long FROM = Bench.HOST_BUFFER;
    private static final long TO = Bench.HOST_BUFFER + 0x1000;
    private static final Bytes DATA = Bytes.of((byte) 1, (byte) 2, (byte) 3, (byte) 4);
    private static final Bytes LONG = Bytes.filled(0x5A, 2048);

    private final Bench bench = Bench.enumerated(2).secure();

    @Test
    @Tag("T-088")
    @Tag("P-126")
    void stopEndsAWriteThatIsUnderWay() {
        bench.run(bench.vf(1));
        onFirstWrite(() -> bench.stop(bench.vf(1)));

        DmaResult result = bench.vf(1).dma().write(TO, LONG);

        assertThat(result.status()).isEqualTo(DmaResult.Status.DISCARDED);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(bench.host().writes()).hasSize(1);
        assertThat(bench.host().received()).allMatch(FakeHost.Received::trusted);
    }

    @Test
    @Tag("T-054")
    @Tag("T-120")
    void writeFromBeforeTheLockIsNotGoneOnWithInTrust() {
        onFirstWrite(() -> bench.run(bench.vf(1)));

        DmaResult result = bench.vf(1).dma().write(TO, LONG);

        assertThat(result.status()).isEqualTo(DmaResult.Status.DISCARDED);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
        assertThat(bench.host().received()).noneMatch(FakeHost.Received::trusted);
    }

    @Test
    void resetEndsAWriteThatIsUnderWay() {
        onFirstWrite(() -> bench.write(bench.vf(1).requesterId(), 0x78, 2, 0x8000));

        bench.vf(1).dma().write(TO, LONG);

        assertThat(bench.host().writes()).hasSize(1);
    }

    @Test
    @Tag("P-125")
    void tagOfAReadThatStopCutOffIsNotUsedAgain() {
        bench.run(bench.vf(1));
        bench.host().beforeAnswer(() -> bench.stop(bench.vf(1)));
        bench.host().answerReads(read -> Optional.empty());
        bench.vf(1).dma().read(FROM, 4);
        int lost = bench.host().reads().get(0).tag();
        bench.host().beforeAnswer(() -> {});
        bench.host().answerReads(read -> Optional.of(CompletionStatus.SUCCESSFUL));

        for (int i = 0; i < 2000; i++) {
            bench.vf(1).dma().read(FROM, 4);
        }

        assertThat(bench.host().reads().stream().skip(1)).hasSize(2000).noneMatch(read -> read.tag() == lost);
    }

    @ParameterizedTest
    @ValueSource(strings = {"function 0", "device", "link"})
    @Tag("P-109")
    @Tag("T-122")
    void resetOfEverythingAmidAReadEndsIt(String what) {
        bench.host().put(FROM, DATA);
        bench.run(bench.vf(1));
        bench.host().beforeAnswer(() -> {
            switch (what) {
                case "function 0" -> bench.write(bench.pf(), "Device Control", 0x8000);
                case "device" -> bench.device().conventionalReset();
                default -> bench.device().hotReset();
            }
        });
        bench.host().beforeReceiving(frame -> {});

        bench.startCopy(bench.vf(1), FROM, TO, 4, Way.TRUSTED);

        assertThat(bench.host().writes()).isEmpty();
        assertThat(bench.host().at(TO, 4)).isEqualTo(Bytes.filled(0, 4));
        assertThat(bench.streamStatus(0) & 0xF).isZero();
    }

    private void onFirstWrite(Runnable action) {
        var isDone = new AtomicBoolean();
        bench.host().beforeReceiving(frame -> {
            if (!isDone.getAndSet(true)) {
                action.run();
            }
        });
    }

    @Test
    @Tag("P-109")
    @Tag("T-122")
    @Tag("T-088")
    void completionThatComesAfterStopIsDiscarded() {
        bench.host().put(FROM, DATA);
        bench.run(bench.vf(1));
        bench.host().beforeAnswer(() -> bench.stop(bench.vf(1)));

        DmaResult result = bench.vf(1).dma().read(FROM, 4);

        assertThat(result.status()).isEqualTo(DmaResult.Status.DISCARDED);
        assertThat(result.data().isEmpty()).isTrue();
        assertThat(bench.device().engines().engine(bench.vf(1)).isClear()).isTrue();
    }

    @Test
    @Tag("P-109")
    void completionThatComesInErrorIsDiscarded() {
        bench.run(bench.vf(1));
        bench.host().beforeAnswer(() -> bench.write(bench.vf(1).requesterId(), 0x04, 2, 0));

        assertThat(bench.vf(1).dma().read(FROM, 4).status()).isEqualTo(DmaResult.Status.DISCARDED);
    }

    @Test
    @Tag("T-054")
    void workBeforeTheLockIsGivenUp() {
        bench.host().put(FROM, DATA);
        bench.host().beforeAnswer(() -> bench.lock(bench.vf(1)));

        bench.startCopy(bench.vf(1), FROM, TO, 4, Way.CLEAR);

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_LOCKED);
        assertThat(bench.host().writes()).isEmpty();
    }
}
