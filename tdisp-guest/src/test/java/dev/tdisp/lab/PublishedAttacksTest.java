package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.adversary.AdversarySwitch;
import dev.tdisp.core.adversary.Deed;
import dev.tdisp.core.adversary.Passage;
import dev.tdisp.core.adversary.Way;
import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.engine.EngineRegister;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.tsm.TsmOptions;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The attacks of VU#404544, by a switch on the link without keys: each succeeds against both ends as they were before the
 * errata, and fails against both ends as they are.
 */
class PublishedAttacksTest {
    private static final int SCRATCH = EngineRegister.PATTERN.offset();
    private static final Bytes SECRET = Bytes.fromHex("5ec2e75ec2e75ec2");
    private static final Predicate<Passage> SYNC =
            passage -> passage.isProtected() && (passage.header().at(0) & 0x38) == 0x30;

    private AdversarySwitch adversary =
            new AdversarySwitch(SrIovDevice.builder(Env.seeded(1)).build());

    private Bench bench(IdeProfile ide) {
        return new Bench(ide, this::interpose);
    }

    private PcieDevice interpose(PcieDevice device) {
        adversary = new AdversarySwitch(device);
        return adversary;
    }

    @Test
    @Tag("CVE-2025-9612")
    @Tag("GAP-ATT-01")
    @Tag("P-095")
    void beforeTheErrataAReadOvertakesAWriteUnseen() {
        Bench bench = bench(IdeProfile.BEFORE_ERRATA).accepted();
        int last = writeUntilHeld(bench);

        MemoryResult stale = bench.first().read(SCRATCH, 8);

        assertThat(stale.data()).isEqualTo(number(last - 1));
        assertThat(isSecure(bench)).isTrue();
        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.RUN);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("CVE-2025-9612")
    @Tag("GAP-ATT-01")
    @Tag("P-095")
    void noReadOvertakesAWriteUnseen(boolean holdsTheEscortToo) {
        Bench bench = bench(IdeProfile.STRICT).accepted();
        writeUntilHeld(bench);
        if (holdsTheEscortToo) {
            adversary.next(SYNC, new Deed.Hold());
        }

        MemoryResult read = bench.first().read(SCRATCH, 8);

        assertThat(read.isDone()).isFalse();
        assertThat(isSecure(bench)).isFalse();
        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.ERROR);
    }

    /** Writes 1, 2, 3, … until the switch holds an IDE Sync message and the write behind it. */
    private int writeUntilHeld(Bench bench) {
        adversary.next(SYNC, new Deed.Hold());
        adversary.next(passage -> passage.isPosted() && !adversary.held().isEmpty(), new Deed.Hold());
        int written = 0;
        while (adversary.held().size() < 2) {
            written++;
            bench.first().write(SCRATCH, number(written));
        }
        return written;
    }

    @Test
    @Tag("CVE-2025-9613")
    void beforeTheErrataALateCompletionGoesToAnotherGuest() {
        Bench bench = bench(IdeProfile.BEFORE_ERRATA).accepted();

        MemoryResult read = readWithAnothersCompletion(bench);

        assertThat(read.data()).isEqualTo(SECRET);
        assertThat(isSecure(bench)).isTrue();
    }

    @Test
    @Tag("CVE-2025-9613")
    void noLateCompletionGoesToAnotherGuest() {
        Bench bench = bench(IdeProfile.STRICT).accepted();

        MemoryResult read = readWithAnothersCompletion(bench);

        assertThat(read.isDone()).isFalse();
        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.RUN);
    }

    /** Holds a completion for one guest until its tag comes round, and then gives it to another one. */
    private MemoryResult readWithAnothersCompletion(Bench bench) {
        Bench.Domain victim = bench.first();
        Bench.Domain other = bench.other(bench.virtualFunction(2)).accepted();
        victim.write(SCRATCH, SECRET);
        adversary.next(passage -> passage.way() == Way.ANSWER_TO_HOST, new Deed.Hold());
        assertThat(victim.read(SCRATCH, 8).isDone()).isFalse();
        Passage held = adversary.held().get(0);

        while (tagOfTheLastRequest() != (held.tag() - 1 & 0xFF)) {
            other.write(SCRATCH, number(1));
        }
        adversary.next(passage -> passage.way() == Way.ANSWER_TO_HOST, new Deed.Swap(held));
        return other.read(SCRATCH, 8);
    }

    private int tagOfTheLastRequest() {
        return adversary.seen().stream()
                .filter(passage -> passage.way() == Way.TO_DEVICE && !SYNC.test(passage))
                .reduce((before, last) -> last)
                .orElseThrow()
                .tag();
    }

    /** How the first guest's use of the function ends. */
    private enum Ending {
        STOP(bench -> {}),
        FUNCTION_LEVEL_RESET(bench -> bench.vmm.driver().functionLevelReset(bench.function));

        private final Consumer<Bench> before;

        Ending(Consumer<Bench> before) {
            this.before = before;
        }
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    @Tag("CVE-2025-9614")
    void beforeTheErrataAHeldWriteReachesTheNextGuest(Ending ending) {
        Bench bench = bench(IdeProfile.BEFORE_ERRATA).accepted();
        holdAWrite(bench);

        Bench.Domain next = handOver(bench, ending);
        adversary.release(adversary.held().get(0));

        assertThat(next.read(SCRATCH, 8).data()).isEqualTo(SECRET);
        assertThat(isSecure(bench)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    @Tag("CVE-2025-9614")
    @Tag("P-126")
    void noHeldWriteReachesTheNextGuest(Ending ending) {
        Bench bench = bench(IdeProfile.STRICT).accepted();
        holdAWrite(bench);

        Bench.Domain next = handOver(bench, ending);
        adversary.release(adversary.held().get(0));

        assertThat(next.read(SCRATCH, 8).isDone()).isFalse();
        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.ERROR);
    }

    @Test
    @Tag("CVE-2025-9614")
    @Tag("P-126")
    void holdingTheFlushTooDoesNotHelp() {
        Bench bench = bench(IdeProfile.STRICT).accepted();
        holdAWrite(bench);
        adversary.next(Passage::isNonPosted, new Deed.Hold());

        Bench.Domain next = handOver(bench, Ending.STOP);
        for (Passage passage : adversary.held()) {
            adversary.release(passage);
        }

        assertThat(next.read(SCRATCH, 8).isDone()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("CVE-2025-9614")
    void newKeysKeepAnOldWriteOutEvenBeforeTheErrata(boolean isRefreshed) {
        Bench bench = bench(IdeProfile.BEFORE_ERRATA).accepted();
        holdAWrite(bench);
        bench.guest.unlock(bench.function);
        if (isRefreshed) {
            bench.tsm.refreshKeys();
        } else {
            bench.vmm.disconnect();
            bench.vmm.connect();
        }

        Bench.Domain next = give(bench);
        adversary.release(adversary.held().get(0));

        assertThat(next.read(SCRATCH, 8).isDone()).isFalse();
    }

    private void holdAWrite(Bench bench) {
        adversary.next(Passage::isPosted, new Deed.Hold());
        bench.first().write(SCRATCH, SECRET);
    }

    /** Takes the function from its guest and gives it to another one; a stream that failed meanwhile is keyed anew. */
    private static Bench.Domain handOver(Bench bench, Ending ending) {
        ending.before.accept(bench);
        bench.guest.unlock(bench.function);
        if (!isSecure(bench)) {
            bench.tsm.secureLink();
        }
        return give(bench);
    }

    private static Bench.Domain give(Bench bench) {
        bench.vmm.unassign(bench.function);
        Bench.Domain next = bench.other(bench.function);
        bench.vmm.driver().config(bench.function).setBits(0x04, 2, 0x04);
        return next.accepted();
    }

    @Test
    @Tag("P-092")
    void droppedAndRepeatedPacketsAreDetected() {
        Bench dropping = bench(IdeProfile.STRICT).accepted();
        adversary.next(Passage::isPosted, new Deed.Drop());
        dropping.first().write(SCRATCH, SECRET);
        dropping.first().write(SCRATCH, number(1));
        assertThat(dropping.stateAtDevice()).isEqualTo(TdiState.ERROR);

        Bench repeating = bench(IdeProfile.STRICT).accepted();
        adversary.next(Passage::isPosted, new Deed.Duplicate());
        repeating.first().write(SCRATCH, SECRET);
        assertThat(repeating.stateAtDevice()).isEqualTo(TdiState.ERROR);
    }

    @Test
    @Tag("P-090")
    void aPacketForOneDeviceIsNothingToAnother() {
        Bench elsewhere = new Bench(8, IdeProfile.STRICT, this::interpose).accepted();
        AdversarySwitch other = adversary;
        Bench bench = bench(IdeProfile.STRICT).accepted();
        adversary.next(Passage::isNonPosted, new Deed.Reroute(other));

        MemoryResult read = bench.first().read(SCRATCH, 8);

        assertThat(read.isDone()).isFalse();
        assertThat(elsewhere.stateAtDevice()).isEqualTo(TdiState.ERROR);
    }

    @Test
    void theErrataAreSwitchesOfTheProfile() {
        assertThat(IdeProfile.STRICT.switches())
                .containsAll(IdeProfile.BEFORE_ERRATA.switches())
                .contains(IdeSwitch.ESCORT, IdeSwitch.QUARANTINE_TAGS, IdeSwitch.FLUSH_BEFORE_STOP);
    }

    private static boolean isSecure(Bench bench) {
        boolean atDevice = bench.device.idePort().stream(TsmOptions.DEFAULT.stream())
                .filter(IdeStream::isSecure)
                .isPresent();
        return atDevice
                && bench.port.ide().stream(TsmOptions.DEFAULT.stream())
                        .filter(IdeStream::isSecure)
                        .isPresent();
    }

    private static Bytes number(int value) {
        return Bytes.of((byte) value, (byte) (value >> 8), (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
    }
}
