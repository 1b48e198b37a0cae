package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.adversary.AdversarySwitch;
import dev.tdisp.core.adversary.Deed;
import dev.tdisp.core.adversary.Passage;
import dev.tdisp.core.adversary.Way;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.host.memory.MemoryResult;
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
class PublishedAttacksTest extends PublishedAttacks {
    private static final Predicate<Passage> SYNC =
            passage -> passage.isProtected() && (passage.header().at(0) & 0x38) == 0x30;

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
        Bench.Domain other = another(bench);
        victim.write(SCRATCH, SECRET);
        adversary.next(passage -> passage.way() == Way.ANSWER_TO_HOST, new Deed.Hold());
        assertThat(victim.read(SCRATCH, 8).isDone()).isFalse();
        Passage held = adversary.held().get(0);

        writeUntilTheNextTagIs(held.tag(), other);
        adversary.next(passage -> passage.way() == Way.ANSWER_TO_HOST, new Deed.Swap(held));
        return other.read(SCRATCH, 8);
    }

    private static Bench.Domain another(Bench bench) {
        return bench.other("another", bench.virtualFunction(2)).accepted();
    }

    private void writeUntilTheNextTagIs(int tag, Bench.Domain domain) {
        while (tagOfTheLastRequest() != (tag - 1 & 0xFF)) {
            domain.write(SCRATCH, number(1));
        }
    }

    private int tagOfTheLastRequest() {
        return adversary.seen().stream()
                .filter(passage -> passage.way() == Way.TO_DEVICE && !SYNC.test(passage))
                .reduce((before, last) -> last)
                .orElseThrow()
                .tag();
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
    @EnumSource(Ending.class)
    @Tag("CVE-2025-9614")
    void beforeTheErrataAHeldReadShowsWhatTheNextGuestWrote(Ending ending) {
        Bench bench = bench(IdeProfile.BEFORE_ERRATA).accepted();

        MemoryResult read = readHeldUntilTheNextGuest(bench, ending);

        assertThat(read.data()).isEqualTo(SECRET);
        assertThat(isSecure(bench)).isTrue();
        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.RUN);
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    @Tag("CVE-2025-9614")
    void noHeldReadShowsWhatTheNextGuestWrote(Ending ending) {
        Bench bench = bench(IdeProfile.STRICT).accepted();

        MemoryResult read = readHeldUntilTheNextGuest(bench, ending);

        assertThat(read.isDone()).isFalse();
        assertThat(isSecure(bench)).isFalse();
    }

    /** Holds a read of a function's old guest, and lets it go in place of a read of another function with the same tag. */
    private MemoryResult readHeldUntilTheNextGuest(Bench bench, Ending ending) {
        adversary.next(Passage::isNonPosted, new Deed.Hold());
        assertThat(bench.first().read(SCRATCH, 8).isDone()).isFalse();
        Passage held = adversary.held().get(0);

        Bench.Domain next = handOver(bench, ending);
        Bench.Domain another = another(bench);
        next.write(SCRATCH, SECRET);
        writeUntilTheNextTagIs(held.tag(), another);
        adversary.next(Passage::isNonPosted, new Deed.Swap(held));
        return another.read(SCRATCH, 8);
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
}
