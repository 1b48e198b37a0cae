package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.TdiState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TdiIndependenceTest {
    private final Bench bench = Bench.enumerated(2).secure();

    @Test
    @Tag("T-056")
    void interfacesAreIndependent() {
        bench.run(bench.vf(1));
        bench.lock(bench.vf(2));

        bench.write(bench.vf(1).requesterId(), 0x78, 2, 0x8000);

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(bench.state(bench.vf(2))).isEqualTo(TdiState.CONFIG_LOCKED);
        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }
}
