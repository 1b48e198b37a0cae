package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.KeyDirection;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.ide.KeySlotState;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.SrIovDeviceBuilder;
import dev.tdisp.guest.dma.GuestBuffer;
import dev.tdisp.host.tsm.KeyAgeing;
import dev.tdisp.host.tsm.TsmOptions;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a real device needs while time passes and packets go by. */
class UpkeepTest {
    private static final int PERIOD = 5;
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private static SrIovDeviceBuilder withPeriod(SrIovDeviceBuilder builder) {
        DeviceProfile profile = DeviceProfile.SPEC;
        return builder.profile(profile.withSpdm(profile.spdm().withHeartbeatPeriod(PERIOD)));
    }

    private static Bench ageing(KeyAgeing ageing) {
        return new Bench(TsmOptions.DEFAULT.withKeyAgeing(ageing), UnaryOperator.identity()).accepted();
    }

    private static long heartbeats(Bench bench) {
        return bench.trace.events().stream()
                .filter(TraceEvent.Message.class::isInstance)
                .map(TraceEvent.Message.class::cast)
                .filter(sent -> sent.name().equals("HEARTBEAT"))
                .count();
    }

    private static KeySet sending(IdePort port) {
        KeySlotId slot = KeySlotId.of(KeySet.K0, KeyDirection.TRANSMIT).get(0);
        boolean isFirst = port.streams().get(0).slotState(slot) == KeySlotState.ACTIVE;
        return isFirst ? KeySet.K0 : KeySet.K1;
    }

    private static void bothSendWith(Bench bench, KeySet set) {
        assertThat(sending(bench.port.ide())).isEqualTo(set);
        assertThat(sending(bench.device.idePort())).isEqualTo(set);
    }

    private static void runsAndMovesData(Bench bench) {
        GuestBuffer buffer = bench.guest.heap().put(Bytes.filled(1, 100));

        assertThat(bench.guest.privateDriver(bench.function).checksum(buffer).isDone())
                .isTrue();
        assertThat(bench.guest.state(bench.function)).isEqualTo(TdiState.RUN);
        assertThat(bench.port.ide().streams().get(0).isSecure()).isTrue();
        assertThat(bench.device.idePort().streams().get(0).isSecure()).isTrue();
        bench.guest.heap().release(buffer);
    }

    @Test
    void heartbeatsKeepTheSessionWithTheDeviceAlive() {
        Bench bench = new Bench(TsmOptions.DEFAULT.withHeartbeats(), UpkeepTest::withPeriod).accepted();

        bench.time.advance(Duration.ofMinutes(1));

        assertThat(heartbeats(bench)).isEqualTo(24);
        runsAndMovesData(bench);
    }

    @Test
    void withoutHeartbeatsTheDeviceEndsTheSessionAndTheTrust() {
        Bench bench = new Bench(TsmOptions.DEFAULT, UpkeepTest::withPeriod).accepted();

        bench.time.advance(Duration.ofMinutes(1));

        assertThat(heartbeats(bench)).isZero();
        assertThat(bench.device.dsm().spdm().sessions()).isEmpty();
        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.ERROR);
    }

    @Test
    void keysThatAreOldAreReplacedAtBothEndsWithoutAGap() {
        Bench bench = ageing(KeyAgeing.after(TEN_MINUTES));
        bothSendWith(bench, KeySet.K0);

        bench.time.advance(TEN_MINUTES.plusSeconds(1));

        bothSendWith(bench, KeySet.K1);
        runsAndMovesData(bench);
        bench.time.advance(TEN_MINUTES);
        bothSendWith(bench, KeySet.K0);
        runsAndMovesData(bench);
    }

    @Test
    void keysThatProtectedManyPacketsAreReplacedAtBothEndsWithoutAGap() {
        Bench bench = ageing(KeyAgeing.afterPackets(300));
        Bench.Domain guest = bench.first();
        bothSendWith(bench, KeySet.K0);

        int reads = 0;
        while (sending(bench.port.ide()) == KeySet.K0 && reads < 400) {
            assertThat(guest.read(0, 4).isDone()).isTrue();
            reads++;
        }

        assertThat(reads).isBetween(1, 300);
        bothSendWith(bench, KeySet.K1);
        runsAndMovesData(bench);
    }
}
