package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.host.tsm.TsmException.Reason;
import dev.tdisp.host.vmm.HostLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hypervisor does to the port's window, or to the stream, while an interface runs. */
class RootPortWindowTest {
    private static final PageRange WINDOW = HostLayout.DEFAULT.window();
    private static final PageRange HIGHER = new PageRange(WINDOW.address() + PageRange.PAGE_SIZE, WINDOW.count() - 1);
    private static final PageRange SHORTER = new PageRange(WINDOW.address(), WINDOW.count() - 1);
    private static final PageRange ELSEWHERE = new PageRange(WINDOW.address() + WINDOW.size(), WINDOW.count());

    private final Bench bench = new Bench().accepted();

    private boolean isTrusted() {
        return bench.iommu.gate(bench.function.requesterId()).isOpen()
                && bench.port.ide().streams().get(0).isSecure();
    }

    private boolean moves() {
        return bench.first().write(0x100, Bytes.filled(3, 4)).isDone();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void windowWhoseBaseOrLimitMovesEndsTheTrust(boolean isBase) {
        assertThat(isTrusted() && moves()).isTrue();

        bench.vmm.powers().moveWindow(bench.port, WINDOW, isBase ? HIGHER : SHORTER);

        assertThat(isTrusted()).isFalse();
        assertThat(moves()).isFalse();
    }

    @Test
    void windowThatMovesBackHealsNothingButTheStreamCanBeKeyedAnew() {
        bench.vmm.powers().moveWindow(bench.port, WINDOW, HIGHER);
        bench.vmm.powers().moveWindow(bench.port, HIGHER, WINDOW);
        assertThat(isTrusted()).isFalse();
        assertThat(moves()).isFalse();

        assertThat(bench.vmm.unbind(bench.function)).isTrue();
        bench.tsm.secureLink();
        bench.first().accepted();

        assertThat(isTrusted() && moves()).isTrue();
        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.RUN);
    }

    @Test
    void windowThatIsAddedEndsTheTrust() {
        bench.vmm.powers().openWindow(bench.port, ELSEWHERE);

        assertThat(isTrusted()).isFalse();
    }

    @Test
    void registerThatIsWrittenWithWhatItSaysChangesNothing() {
        bench.vmm.powers().openWindow(bench.port, WINDOW);
        bench.vmm.powers().moveWindow(bench.port, WINDOW, WINDOW);

        assertThat(isTrusted() && moves()).isTrue();
    }

    @Test
    void windowThatThePortDoesNotHaveCannotMove() {
        assertThatThrownBy(() -> bench.port.moveWindow(ELSEWHERE, WINDOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from");
        assertThat(isTrusted()).isTrue();
    }

    @Test
    void streamInUseIsNotKeyedAnew() {
        assertThatThrownBy(() -> bench.tsm.secureLink())
                .isInstanceOfSatisfying(
                        TsmException.class, e -> assertThat(e.reason()).isEqualTo(Reason.STILL_BOUND));

        assertThat(isTrusted() && moves()).isTrue();
        assertThat(bench.guest.state(bench.function)).isEqualTo(TdiState.RUN);
    }
}
