package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.host.tsm.Patience;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.host.tsm.TsmException.Reason;
import dev.tdisp.host.tsm.TsmOptions;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.responder.ResponderCondition;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A device that is busy, or takes its time: it is waited for, as long as it may take. */
class SlowDeviceTest {
    private static final Duration TIME = Duration.ofMillis(3);
    /** What ResponseNotReady says of it: 2 to the power of 12 microseconds. */
    private static final Duration ANNOUNCED = Duration.ofNanos(4_096_000);

    private static long count(Bench bench, String message) {
        return bench.trace.events().stream()
                .filter(TraceEvent.Message.class::isInstance)
                .map(TraceEvent.Message.class::cast)
                .filter(sent -> sent.name().equals(message))
                .count();
    }

    private static void busy(Bench bench, Duration time) {
        bench.device.dsm().spdm().setCondition(ResponderCondition.BUSY);
        bench.time.after(time, () -> bench.device.dsm().spdm().setCondition(ResponderCondition.NORMAL));
    }

    @ParameterizedTest
    @EnumSource(
            value = SpdmCode.class,
            names = {"GET_DIGESTS", "KEY_EXCHANGE", "FINISH", "GET_MEASUREMENTS", "VENDOR_DEFINED_REQUEST"})
    @Tag("S-192")
    void deviceThatIsNotReadyIsWaitedFor(SpdmCode request) {
        Bench bench = new Bench(TsmOptions.DEFAULT, builder -> builder.slow(request, TIME));
        Instant before = bench.time.instant();

        bench.accepted();

        long waits = count(bench, "RESPOND_IF_READY");
        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.RUN);
        assertThat(waits).isPositive();
        assertThat(Duration.between(before, bench.time.instant())).isEqualTo(ANNOUNCED.multipliedBy(waits));
    }

    @Test
    void deviceThatIsBusyIsAskedAgain() {
        var bench = new Bench();
        bench.vmm.connect();
        busy(bench, Patience.DEFAULT.pause().multipliedBy(2));

        bench.guest.lock(bench.function);

        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.CONFIG_LOCKED);
        assertThat(bench.tsm.devices()).allMatch(device -> device.isSecure());
    }

    @Test
    void deviceThatStaysBusyIsLeftAloneWithoutHarm() {
        var bench = new Bench();
        bench.vmm.connect();
        busy(bench, Duration.ofHours(1));

        assertThatThrownBy(() -> bench.vmm.bind(bench.function))
                .isInstanceOfSatisfying(
                        TsmException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DEVICE_BUSY));

        assertThat(bench.tsm.isConnected()).isTrue();
        bench.time.advance(Duration.ofHours(1));
        bench.guest.lock(bench.function);
        assertThat(bench.guest.accept(bench.function).isAccepted()).isTrue();
    }
}
