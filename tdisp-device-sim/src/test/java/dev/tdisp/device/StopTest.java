package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.core.wire.Bytes;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What STOP has to do, and what it does not need. */
class StopTest {
    private static final long FROM = Bench.HOST_BUFFER;
    private static final long TO = Bench.HOST_BUFFER + 0x10_0000;

    private final Bench bench = Bench.enumerated(2).secure();

    @Test
    @Tag("GAP-STP-01")
    @Tag("GAP-STP-02")
    @Tag("GAP-STP-09")
    void stopAmidAMebibyteOfWorkEndsItThere() {
        bench.host().put(FROM, Bytes.filled(0x77, 0x2000));
        bench.run(bench.vf(1));
        int[] reads = {0};
        bench.host().beforeAnswer(() -> {
            reads[0]++;
            if (reads[0] == 5) {
                bench.stop(bench.vf(1));
                bench.host().forgetReceived();
            }
        });

        bench.startCopy(bench.vf(1), FROM, TO, 1 << 20, Way.TRUSTED);

        assertThat(bench.host().received()).isEmpty();
        assertThat(reads[0]).isEqualTo(5);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(bench.device().engines().engine(bench.vf(1)).isClear()).isTrue();
    }

    @Test
    @Tag("GAP-STP-09")
    void stopIsNotSlowerForTenThousandRequestsBefore() {
        bench.run(bench.vf(1));
        for (int i = 0; i < 10_000; i++) {
            bench.vf(1).dma().write(TO, Bytes.filled(i, 4));
        }
        bench.host().forgetReceived();

        bench.stop(bench.vf(1));

        assertThat(bench.host().received()).isEmpty();
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    @Tag("GAP-STP-08")
    void stopForgetsReportNonceFlagsAndBindings() {
        bench.run(bench.vf(1), Peers.parameters(Peers.EVERY_BIT));
        var requester = Peers.requester(bench, bench.vf(1));
        requester.setMmioAttribute(requester.report().mmioRanges().get(2), true);

        requester.stop();

        var machine = bench.tdi(bench.vf(1)).machine();
        assertThat(machine.binding()).isEmpty();
        assertThat(machine.hasNonce()).isFalse();
        assertThat(machine.report()).isEqualTo(Bytes.EMPTY);
        assertThat(machine.p2pStreams()).isEmpty();
        assertThat(machine.forbidsFirmwareUpdate()).isFalse();
        assertThatThrownBy(requester::report).isInstanceOf(TdispException.class);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("GAP-STP-12")
    @Tag("T-085")
    @Tag("T-086")
    @Tag("T-087")
    void stopNeedsNeitherNonceNorKeys(TdiState state) {
        switch (state) {
            case CONFIG_UNLOCKED -> {
                // so it begins
            }
            case CONFIG_LOCKED -> bench.lock(bench.vf(1));
            case RUN -> bench.run(bench.vf(1));
            case ERROR -> {
                bench.run(bench.vf(1));
                bench.setStreamControl(0, bench.streamControl(0) & ~1L);
            }
        }

        bench.stop(bench.vf(1));

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    @Tag("GAP-SRI-04")
    @Tag("GAP-SRI-03")
    void stopAndErrorOfOneLeaveTheWorkOfTheOther() {
        bench.host().put(FROM, Bytes.filled(0x31, 64));
        bench.run(bench.vf(1));
        bench.run(bench.vf(2));

        bench.stop(bench.vf(1));
        bench.run(bench.vf(1));
        bench.write(bench.vf(1), "Command", 0);

        assertThat(bench.copy(bench.vf(2), FROM, TO, 64, Way.TRUSTED)).isEqualTo(2);
        assertThat(bench.host().at(TO, 64)).isEqualTo(Bytes.filled(0x31, 64));
        assertThat(bench.state(bench.vf(2))).isEqualTo(TdiState.RUN);
    }

    @Test
    void requestsCarryTheFunctionsOwnId() {
        bench.run(bench.vf(1));
        bench.run(bench.vf(2));
        bench.host().forgetReceived();

        bench.vf(1).dma().write(TO, Bytes.filled(1, 4));
        bench.vf(2).dma().write(TO, Bytes.filled(2, 4));

        assertThat(bench.host().writes())
                .extracting(MemoryWrite::requester)
                .isEqualTo(List.of(bench.vf(1).requesterId(), bench.vf(2).requesterId()));
    }
}
