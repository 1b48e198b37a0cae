package dev.tdisp.host.tsm;

import static dev.tdisp.host.tsm.TsmBench.ALICE;
import static dev.tdisp.host.tsm.TsmBench.VF1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.ide.KeyDirection;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.ide.KeySlotState;
import dev.tdisp.core.pcie.KeySet;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class UpkeepTest {
    private static TsmBench bench(TsmOptions options) {
        return new TsmBench(options);
    }

    private static void pass(TsmBench bench, Duration duration) {
        ((VirtualTime) bench.env.clock()).advance(duration);
    }

    private static KeySet keySet(TsmBench bench) {
        KeySlotId slot = KeySlotId.of(KeySet.K0, KeyDirection.TRANSMIT).get(0);
        boolean isFirst = bench.port.ide().streams().get(0).slotState(slot) == KeySlotState.ACTIVE;
        return isFirst ? KeySet.K0 : KeySet.K1;
    }

    @Test
    void sessionGetsASignOfLifeEachHalfPeriod() {
        TsmBench bench = bench(TsmOptions.DEFAULT.withHeartbeats());
        bench.device.heartbeatPeriod = 10;
        bench.tsm.connect(bench.device);

        pass(bench, Duration.ofSeconds(21));

        assertThat(Collections.frequency(bench.device.requests, "HEARTBEAT")).isEqualTo(4);
    }

    @Test
    void sessionWithoutAPeriodOrWithoutTheOptionGetsNone() {
        TsmBench silent = bench(TsmOptions.DEFAULT);
        silent.device.heartbeatPeriod = 10;
        silent.tsm.connect(silent.device);
        TsmBench endless = bench(TsmOptions.DEFAULT.withHeartbeats());
        endless.tsm.connect(endless.device);

        pass(silent, Duration.ofSeconds(60));
        pass(endless, Duration.ofSeconds(60));

        assertThat(silent.device.requests).isEmpty();
        assertThat(endless.device.requests).isEmpty();
    }

    @Test
    void endedSessionGetsNoSignOfLife() {
        TsmBench bench = bench(TsmOptions.DEFAULT.withHeartbeats());
        bench.device.heartbeatPeriod = 10;
        bench.tsm.connect(bench.device);
        bench.tsm.disconnect();
        bench.device.requests.clear();

        pass(bench, Duration.ofSeconds(60));

        assertThat(bench.device.requests).isEmpty();
    }

    @Test
    void keysAreRefreshedWhenTheyAreOld() {
        TsmBench bench = bench(TsmOptions.DEFAULT.withKeyAgeing(KeyAgeing.after(Duration.ofMinutes(10))));
        bench.tsm.connect(bench.device);

        pass(bench, Duration.ofMinutes(9));
        KeySet before = keySet(bench);
        pass(bench, Duration.ofMinutes(2));
        KeySet once = keySet(bench);
        pass(bench, Duration.ofMinutes(10));
        KeySet twice = keySet(bench);

        assertThat(before).isEqualTo(KeySet.K0);
        assertThat(once).isEqualTo(KeySet.K1);
        assertThat(twice).isEqualTo(KeySet.K0);
        assertThat(bench.tsm.device(VF1).isSecure()).isTrue();
    }

    @Test
    void keysAreRefreshedAfterManyPackets() {
        TsmBench bench = bench(TsmOptions.DEFAULT.withKeyAgeing(KeyAgeing.afterPackets(100)));
        bench.startAndOpen();

        int writes = 0;
        while (keySet(bench) == KeySet.K0 && writes < 200) {
            bench.port.write(TsmBench.BAR, TsmBench.NONCE, true);
            writes++;
        }

        assertThat(writes).isBetween(10, 100);
        assertThat(bench.tsm.device(VF1).isSecure()).isTrue();
    }

    @Test
    void deadlineThatPassesDuringAnExchangeIsMetAfterIt() {
        TsmBench bench = bench(TsmOptions.DEFAULT.withKeyAgeing(KeyAgeing.after(Duration.ofMinutes(10))));
        bench.tsm.connect(bench.device);
        bench.device.meanwhile = () -> pass(bench, Duration.ofMinutes(11));

        bench.tsm.lock(VF1, ALICE);

        assertThat(keySet(bench)).isEqualTo(KeySet.K1);
        assertThat(bench.tsm.device(VF1).isSecure()).isTrue();
    }

    @Test
    void refreshThatFailsEndsTheTrustAndNothingElse() {
        TsmBench bench = bench(TsmOptions.DEFAULT.withKeyAgeing(KeyAgeing.after(Duration.ofMinutes(10))));
        bench.startAndOpen();
        bench.device.losses.answer(Losses.KEY_PROG);

        pass(bench, Duration.ofMinutes(11));

        assertThat(bench.tsm.device(VF1).isSecure()).isFalse();
        assertThat(bench.iommu.gate(TsmBench.RID1).isOpen()).isFalse();
    }
}
