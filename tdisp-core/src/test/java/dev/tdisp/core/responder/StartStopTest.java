package dev.tdisp.core.responder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.wire.Bytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StartStopTest {
    private final MemoryDevice device = new MemoryDevice(TdispProfile.SPEC);
    private final Tsm tsm = new Tsm(device);

    @Test
    @Tag("T-077")
    void theNonceIsGoneWhenTheDeviceMakesTheInterfaceOperational() {
        tsm.lock();

        assertThat(tsm.start()).isEqualTo(Bytes.fromHex("10 06 0000" + Tsm.FIRST));

        assertThat(device.tdi().calls).endsWith("start in CONFIG_LOCKED without nonce");
        assertThat(tsm.state()).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("T-078")
    @Tag("T-079")
    void theRightNonceStartsBehindAnyNumberOfWrongOnes() {
        tsm.lock();

        for (int i = 0; i < 100; i++) {
            assertThat(Tsm.outcome(tsm.startWithWrongNonce())).isEqualTo("INVALID_NONCE");
        }
        assertThat(device.tdi().calls).doesNotContain("start in CONFIG_LOCKED without nonce");
        assertThat(Tsm.outcome(tsm.start())).isEqualTo("ok");
    }

    @Test
    void everyBitOfTheNonceCounts() {
        tsm.lock();

        for (int bit = 0; bit < 256; bit++) {
            Bytes wrong = tsm.nonce.with(bit / 8, tsm.nonce.at(bit / 8) ^ 1 << bit % 8);
            assertThat(Tsm.outcome(tsm.send(Tsm.START, wrong.toHex()))).isEqualTo("INVALID_NONCE");
        }
    }

    @Test
    @Tag("T-083")
    void theNonceOfAnEarlierLockIsWrong() {
        tsm.lock();
        Bytes first = tsm.nonce;
        tsm.send(Tsm.STOP);
        tsm.lock();

        assertThat(Tsm.outcome(tsm.send(Tsm.START, first.toHex()))).isEqualTo("INVALID_NONCE");
    }

    @Test
    void aViolationWhileTheInterfaceStartsWins() {
        tsm.lock();
        device.tdi().whileStarting = () -> device.tdi().machine().on(TdiEvent.BAR_MODIFIED);

        assertThat(Tsm.outcome(tsm.start())).isEqualTo("INVALID_INTERFACE_STATE");
        assertThat(tsm.state()).isEqualTo(TdiState.ERROR);
    }

    @ParameterizedTest
    @EnumSource(names = "CONFIG_UNLOCKED", mode = EnumSource.Mode.EXCLUDE)
    @Tag("T-085")
    @Tag("T-087")
    @Tag("T-088")
    void theDeviceScrubsBeforeTheInterfaceIsUnlocked(TdiState state) {
        tsm.reach(state);

        assertThat(tsm.send(Tsm.STOP)).isEqualTo(Bytes.fromHex("10 07 0000" + Tsm.FIRST));

        assertThat(device.tdi().calls).endsWith("stop in " + state);
        assertThat(tsm.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(device.tdi().machine().binding()).isEmpty();
    }

    @Test
    @Tag("T-086")
    void aStopOfAnUnlockedInterfaceIsAnsweredAndDoesNothing() {
        assertThat(tsm.send(Tsm.STOP)).isEqualTo(Bytes.fromHex("10 07 0000" + Tsm.FIRST));
        assertThat(device.tdi().calls).isEmpty();
    }

    @Test
    void aStoppedInterfaceCanBeLockedAndStartedAgain() {
        for (int i = 0; i < 3; i++) {
            tsm.reach(TdiState.RUN);
            assertThat(tsm.state()).isEqualTo(TdiState.RUN);
            tsm.send(Tsm.STOP);
        }
    }

    @Test
    @Tag("T-026")
    void theVersionDisturbsNothing() {
        tsm.lock();
        Bytes report = tsm.report(0, 20);

        tsm.send(Tsm.VERSION);

        assertThat(tsm.report(0, 20)).isEqualTo(report);
        assertThat(Tsm.outcome(tsm.start())).isEqualTo("ok");
        tsm.send(Tsm.VERSION);
        assertThat(tsm.state()).isEqualTo(TdiState.RUN);
    }
}
