package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.adversary.Deed;
import dev.tdisp.core.adversary.Passage;
import dev.tdisp.core.adversary.Way;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.device.engine.EngineRegister;
import dev.tdisp.guest.EngineDriver;
import dev.tdisp.guest.JobResult;
import dev.tdisp.guest.TrustedVm;
import dev.tdisp.guest.dma.GuestBuffer;
import dev.tdisp.host.memory.Visibility;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same attacks on what the device asks of the host: its reads and writes of a guest's memory. */
class PublishedAttacksOnDmaTest extends PublishedAttacks {
    private static final Predicate<Passage> DMA_READ = passage -> passage.way() == Way.TO_HOST && passage.isNonPosted();
    private static final Predicate<Passage> DMA_WRITE = passage -> passage.way() == Way.TO_HOST
            && passage.isPosted()
            && (passage.header().at(0) & 0x1F) == 0;
    private static final int FILL = 3;
    private static final int START = 1;
    private static final Bytes HARMLESS = Bytes.fromHex("0102030405060708");

    @ParameterizedTest
    @EnumSource(Ending.class)
    @Tag("CVE-2025-9613")
    void beforeTheErrataALateCompletionBringsOneGuestsMemoryToTheNext(Ending ending) {
        Bench bench = bench(IdeProfile.BEFORE_ERRATA).accepted();

        Copy copy = copyWithAnothersCompletion(bench, ending);

        assertThat(copy.content()).isEqualTo(SECRET);
        assertThat(isSecure(bench)).isTrue();
        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.RUN);
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    @Tag("CVE-2025-9613")
    @Tag("P-125")
    void noLateCompletionBringsOneGuestsMemoryToTheNext(Ending ending) {
        Bench bench = bench(IdeProfile.STRICT).accepted();

        Copy copy = copyWithAnothersCompletion(bench, ending);

        assertThat(copy.result.isDone()).isFalse();
        assertThat(copy.content()).isEqualTo(Bytes.filled(0, SECRET.size()));
        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.ERROR);
    }

    /** Holds the completion of a read of one guest's memory, and gives it to the device when it reads for the next. */
    private Copy copyWithAnothersCompletion(Bench bench, Ending ending) {
        adversary.next(passage -> passage.way() == Way.ANSWER_TO_DEVICE, new Deed.Hold());
        assertThat(copy(bench.first(), SECRET).result.isDone()).isFalse();
        Passage held = adversary.held().get(0);

        Bench.Domain next = handOver(bench, ending);
        adversary.next(passage -> passage.way() == Way.ANSWER_TO_DEVICE, new Deed.Swap(held));
        return copy(next, HARMLESS);
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    @Tag("CVE-2025-9614")
    void beforeTheErrataAHeldReadOfTheDeviceReadsTheNextGuestsMemory(Ending ending) {
        Bench bench = bench(IdeProfile.BEFORE_ERRATA).accepted();

        Copy copy = copyWithAnOldRead(bench, ending);

        assertThat(copy.content()).isEqualTo(SECRET);
        assertThat(isSecure(bench)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    @Tag("CVE-2025-9614")
    void noHeldReadOfTheDeviceReadsTheNextGuestsMemory(Ending ending) {
        Bench bench = bench(IdeProfile.STRICT).accepted();

        Copy copy = copyWithAnOldRead(bench, ending);

        assertThat(copy.result.isDone()).isFalse();
        assertThat(copy.content()).isEqualTo(Bytes.filled(0, SECRET.size()));
        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.ERROR);
    }

    /** Holds a read for one guest, whose address means something else to the next, and lets it go in place of another. */
    private Copy copyWithAnOldRead(Bench bench, Ending ending) {
        adversary.next(DMA_READ, new Deed.Hold());
        assertThat(copy(bench.first(), HARMLESS).result.isDone()).isFalse();
        Passage held = adversary.held().get(0);

        Bench.Domain next = handOver(bench, ending);
        GuestBuffer secret = next.vm().heap().put(SECRET);
        assertThat(held.address()).hasValue(secret.address());
        adversary.next(DMA_READ, new Deed.Swap(held));
        return copy(next, HARMLESS);
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    @Tag("CVE-2025-9614")
    void beforeTheErrataAHeldWriteOfTheDeviceLandsInTheNextGuestsMemory(Ending ending) {
        Bench bench = bench(IdeProfile.BEFORE_ERRATA).accepted();
        Passage held = holdAWriteOfTheDevice(bench);

        Bench.Domain next = handOver(bench, ending);
        GuestBuffer there = next.vm().heap().put(HARMLESS);
        adversary.release(held);

        assertThat(held.address()).hasValue(there.address());
        assertThat(next.vm().heap().content(there)).isEqualTo(SECRET);
        assertThat(isSecure(bench)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    @Tag("CVE-2025-9614")
    @Tag("P-126")
    void noHeldWriteOfTheDeviceLandsInTheNextGuestsMemory(Ending ending) {
        Bench bench = bench(IdeProfile.STRICT).accepted();
        Passage held = holdAWriteOfTheDevice(bench);

        Bench.Domain next = handOver(bench, ending);
        GuestBuffer there = next.vm().heap().put(HARMLESS);
        adversary.release(held);

        assertThat(held.address()).hasValue(there.address());
        assertThat(next.vm().heap().content(there)).isEqualTo(HARMLESS);
        assertThat(isSecure(bench)).isFalse();
    }

    @Test
    @Tag("CVE-2025-9614")
    @Tag("P-126")
    void theFlushBeforeStopMissesAHeldWriteOfTheDevice() {
        Bench bench = bench(IdeProfile.STRICT).accepted();
        Passage held = holdAWriteOfTheDevice(bench);
        assertThat(isSecure(bench)).isTrue();

        bench.guest.unlock(bench.function);

        assertThat(isSecure(bench)).isFalse();
        adversary.release(held);
        assertThat(bench.space
                        .read(held.address().orElseThrow(), SECRET.size(), Visibility.PRIVATE)
                        .data())
                .isEqualTo(Bytes.filled(0, SECRET.size()));
    }

    @Test
    @Tag("P-126")
    void theFlushBeforeStopFindsNothingIfNothingIsHeld() {
        Bench bench = bench(IdeProfile.STRICT).accepted();
        Copy copy = copy(bench.first(), SECRET);

        bench.guest.unlock(bench.function);

        assertThat(copy.content()).isEqualTo(SECRET);
        assertThat(isSecure(bench)).isTrue();
    }

    /** Has the device write without asking for its status: the completion would miss the write that is held. */
    private Passage holdAWriteOfTheDevice(Bench bench) {
        adversary.next(DMA_WRITE, new Deed.Hold());
        Bench.Domain first = bench.first();
        GuestBuffer target = first.vm().heap().allocate(SECRET.size());
        first.write(EngineRegister.PATTERN.offset(), SECRET);
        first.write(EngineRegister.DESTINATION.offset(), register(target.address(), Long.BYTES));
        first.write(EngineRegister.LENGTH.offset(), register(SECRET.size(), Integer.BYTES));
        first.write(EngineRegister.OPERATION.offset(), register(FILL, Integer.BYTES));
        first.write(EngineRegister.DOORBELL.offset(), register(START, Integer.BYTES));
        return adversary.held().get(0);
    }

    private static Bytes register(long value, int size) {
        var out = WireWriter.create();
        out.u64("Register", value);
        return out.toBytes().slice(0, size);
    }

    private static Copy copy(Bench.Domain domain, Bytes content) {
        TrustedVm vm = domain.vm();
        EngineDriver driver = vm.privateDriver(domain.function());
        GuestBuffer source = vm.heap().put(content);
        GuestBuffer target = vm.heap().allocate(content.size());
        return new Copy(vm, target, driver.copy(source, target));
    }

    /** A copy that a guest had made by its device. */
    private record Copy(TrustedVm vm, GuestBuffer target, JobResult result) {
        Bytes content() {
            return vm.heap().content(target);
        }
    }
}
