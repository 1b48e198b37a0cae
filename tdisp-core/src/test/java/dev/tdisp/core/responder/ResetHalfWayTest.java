package dev.tdisp.core.responder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.tdi.TdiEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Resets of the function that come between a request and its response. */
class ResetHalfWayTest {
    private final MemoryDevice device = new MemoryDevice(TdispProfile.SPEC);
    private final MemoryTdi tdi = device.tdi();
    private final Tsm tsm = new Tsm(device);

    @ParameterizedTest
    @EnumSource(names = {"FUNCTION_LEVEL_RESET", "PF_FUNCTION_LEVEL_RESET", "CONVENTIONAL_RESET", "FUNCTION_DISABLED"})
    @Tag("GAP-RST-10")
    @Tag("GAP-CFG-27")
    void resetWhileTheInterfaceLocksLeavesItUnlocked(TdiEvent reset) {
        tdi.whileLocking = () -> tdi.machine().on(reset);

        assertThat(Tsm.outcome(tsm.lock())).isNotEqualTo("ok");

        assertThat(tsm.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(tdi.machine().hasNonce()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"FUNCTION_LEVEL_RESET", "PF_FUNCTION_LEVEL_RESET", "CONVENTIONAL_RESET", "FUNCTION_DISABLED"})
    @Tag("GAP-RST-11")
    void resetWhileTheInterfaceStartsNeverEndsInRun(TdiEvent reset) {
        tsm.lock();
        tdi.whileStarting = () -> tdi.machine().on(reset);

        String outcome = Tsm.outcome(tsm.start());

        assertThat(outcome).isNotEqualTo("ok");
        assertThat(tsm.state())
                .isEqualTo(reset == TdiEvent.CONVENTIONAL_RESET ? TdiState.CONFIG_UNLOCKED : TdiState.ERROR);
        assertThat(tdi.machine().hasNonce()).isFalse();
    }
}
