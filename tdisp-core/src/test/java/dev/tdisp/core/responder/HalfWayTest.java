package dev.tdisp.core.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.wire.Bytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens half way through a request: an event, or a device that fails. */
class HalfWayTest {
    private final MemoryDevice device = new MemoryDevice(TdispProfile.SPEC);
    private final MemoryTdi tdi = device.tdi();
    private final Tsm tsm = new Tsm(device);

    @ParameterizedTest
    @EnumSource(names = {"BAR_MODIFIED", "DEFAULT_STREAM_INSECURE", "CONVENTIONAL_RESET", "SESSION_ENDED"})
    @Tag("GAP-CFG-27")
    void aViolationWhileTheInterfaceLocksWins(TdiEvent event) {
        tdi.whileLocking = () -> tdi.machine().on(event);

        assertThat(Tsm.outcome(tsm.lock())).isEqualTo("INVALID_DEVICE_CONFIGURATION");

        assertNothingIsLocked();
        tdi.whileLocking = () -> {};
        assertThat(Tsm.outcome(tsm.lock())).isEqualTo("ok");
    }

    @Test
    void anEventThatEndsNoLockDoesNotDisturbOne() {
        tdi.whileLocking = () -> tdi.machine().on(TdiEvent.KEY_REFRESH);

        assertThat(Tsm.outcome(tsm.lock())).isEqualTo("ok");
        assertThat(Tsm.outcome(tsm.start())).isEqualTo("ok");
    }

    @Test
    @Tag("T-050")
    void aDeviceThatFailsToLockIsUndone() {
        tdi.whileLocking = HalfWayTest::fail;

        assertThatThrownBy(tsm::lock).hasMessage("the device is broken");

        assertNothingIsLocked();
    }

    @Test
    @Tag("GAP-RPT-11")
    void aReportThatIsTooLongLocksNothing() {
        tdi.report = Bytes.filled(0, 0x10000);

        assertThatThrownBy(tsm::lock).isInstanceOf(IllegalStateException.class);

        assertNothingIsLocked();
    }

    @Test
    void aDeviceThatFailsToStartIsInError() {
        tsm.lock();
        tdi.whileStarting = HalfWayTest::fail;

        assertThatThrownBy(tsm::start).hasMessage("the device is broken");

        assertThat(tsm.state()).isEqualTo(TdiState.ERROR);
        assertThat(tdi.machine().hasNonce()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = "CONFIG_UNLOCKED", mode = EnumSource.Mode.EXCLUDE)
    @Tag("GAP-STP-10")
    void aDeviceThatFailsToScrubIsInErrorUntilItSucceeds(TdiState state) {
        tsm.reach(state);
        tdi.whileStopping = HalfWayTest::fail;

        assertThatThrownBy(() -> tsm.send(Tsm.STOP)).hasMessage("the device is broken");

        assertThat(tsm.state()).isEqualTo(TdiState.ERROR);
        tdi.whileStopping = () -> {};
        assertThat(Tsm.outcome(tsm.send(Tsm.STOP))).isEqualTo("ok");
        assertThat(tsm.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    void aViolationWhileAStreamIsBoundWins() {
        tsm.reach(TdiState.RUN);
        tdi.whileBinding = () -> tdi.machine().on(TdiEvent.BAR_MODIFIED);

        assertThat(Tsm.outcome(tsm.send(Tsm.BIND, "09"))).isEqualTo("INVALID_INTERFACE_STATE");

        assertThat(tsm.state()).isEqualTo(TdiState.ERROR);
        assertThat(tdi.machine().p2pStreams()).isEmpty();
    }

    private void assertNothingIsLocked() {
        assertThat(tsm.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(tdi.machine().hasNonce()).isFalse();
        assertThat(tdi.machine().binding()).isEmpty();
        assertThat(tdi.calls).endsWith("stop in CONFIG_UNLOCKED");
    }

    private static void fail() {
        throw new IllegalStateException("the device is broken");
    }
}
