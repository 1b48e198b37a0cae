package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.function.DmaResult;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a device makes of packets that come twice, not at all, in another order, or too late. */
class PacketOrderTest {
    private static final long TEE = Bench.VF_BAR0 + 0x2000;
    private static final Bytes WORD = Bytes.fromHex("0badcafe");

    private final Bench bench = Bench.enumerated(2).secure();

    @BeforeEach
    void run() {
        bench.run(bench.vf(1));
    }

    private static Tlp tlp(String kind, int tag) {
        return kind.equals("write")
                ? new MemoryWrite(FakeHost.ROOT_PORT, tag, TEE, WORD)
                : new MemoryRead(FakeHost.ROOT_PORT, tag, TEE, 4);
    }

    private void failed() {
        assertThat(bench.streamStatus(0) & 0xF).isZero();
        assertThat(bench.host().gotFailMessage(Bench.STREAM)).isTrue();
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
    }

    @ParameterizedTest
    @CsvSource({"write, 0 0", "read, 0 0", "write, 1", "read, 1", "write, 1 0", "read, 1 0", "write, 0 2 1"})
    @Tag("P-092")
    void packetsRepeatedLostOrExchangedFailTheCheck(String kind, String order) {
        List<LinkFrame> sealed = List.of(
                bench.frame(tlp(kind, 1), Way.TRUSTED),
                bench.frame(tlp(kind, 2), Way.TRUSTED),
                bench.frame(tlp(kind, 3), Way.TRUSTED));

        for (String index : order.split(" ")) {
            bench.device().receive(sealed.get(Integer.parseInt(index)));
        }

        failed();
    }

    @Test
    @Tag("P-094")
    void readThatPassedAWriteFailsTheCheck() {
        LinkFrame write = bench.frame(tlp("write", 1), Way.TRUSTED);
        LinkFrame read = bench.frame(tlp("read", 2), Way.TRUSTED);

        assertThat(bench.device().receive(read)).isEmpty();

        failed();
        bench.device().receive(write);
        assertThat(bench.device().engines().memory(bench.vf(1)).isClear()).isTrue();
    }

    @Test
    @Tag("P-094")
    void completionThatPassedAWriteFailsTheCheck() {
        bench.host().put(Bench.HOST_BUFFER, WORD);
        bench.host().beforeAnswer(() -> bench.frame(tlp("write", 1), Way.TRUSTED));

        DmaResult result = bench.vf(1).dma().read(Bench.HOST_BUFFER, 4);

        assertThat(result.data().isEmpty()).isTrue();
        failed();
    }

    @Test
    @Tag("P-094")
    void completionBehindAWriteDoesNot() {
        bench.host().put(Bench.HOST_BUFFER, WORD);
        bench.host().beforeAnswer(() -> bench.device().receive(bench.frame(tlp("write", 1), Way.TRUSTED)));

        assertThat(bench.vf(1).dma().read(Bench.HOST_BUFFER, 4).data()).isEqualTo(WORD);

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
    }

    /** After the read was given up, as a completion does that the host held back. */
    @ParameterizedTest
    @CsvSource({"ERROR", "CONFIG_UNLOCKED", "RUN"})
    @Tag("P-109")
    void completionThatComesAloneIsDropped(TdiState state) {
        bench.host().answerReads(read -> Optional.empty());
        bench.vf(1).dma().read(Bench.HOST_BUFFER, 4);
        MemoryRead lost = bench.host().reads().get(0);
        if (state != TdiState.ERROR) {
            bench.stop(bench.vf(1));
        }
        if (state == TdiState.RUN) {
            bench.run(bench.vf(1));
        }
        var late = Completion.of(FakeHost.ROOT_PORT, lost, WORD);

        Optional<LinkFrame> answer = bench.device().receive(bench.frame(late, Way.TRUSTED));

        assertThat(answer).isEmpty();
        assertThat(bench.device().engines().engine(bench.vf(1)).isClear()).isTrue();
        assertThat(bench.device().engines().memory(bench.vf(1)).isClear()).isTrue();
        assertThat(bench.state(bench.vf(1))).isEqualTo(state);
        assertThat(bench.streamStatus(0) & 0xF).isEqualTo(2);
        assertThat(bench.read(bench.pf(), "Uncorrectable Error Status") & 1 << 16)
                .as("unexpected completion")
                .isNotZero();
    }
}
