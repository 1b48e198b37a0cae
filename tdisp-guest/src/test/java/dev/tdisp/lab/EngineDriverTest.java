package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.Completion;
import dev.tdisp.guest.EngineDriver;
import dev.tdisp.guest.JobResult;
import dev.tdisp.guest.dma.BounceBufferPool;
import dev.tdisp.guest.dma.Direction;
import dev.tdisp.guest.dma.DmaMapping;
import dev.tdisp.guest.dma.GuestBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The guest's driver on a real device: interrupts, polls, and what it does when the pool is full. */
class EngineDriverTest {
    private static final Bytes KEY = Bytes.filled(3, 32);
    private static final Bytes LAST_COUNTER = Bytes.filled(0xFF, 16);

    private final Bench bench = new Bench();

    @Test
    void untrustedDeviceTellsByInterruptThatItIsDone() {
        EngineDriver driver = bench.guest.drivers().bounced(bench.function);

        JobResult result = driver.checksum(bench.guest.heap().put(Bytes.filled(1, 100)));

        assertThat(result.isDone()).isTrue();
        assertThat(driver.work().interrupts()).isEqualTo(1);
        assertThat(driver.work().polls()).isZero();
    }

    @Test
    @Tag("GAP-DAT-12")
    void acceptedDeviceTellsByATrustedInterrupt() {
        List<Boolean> trust = new ArrayList<>();
        bench.guest.drivers().bounced(bench.function);
        bench.accepted();
        bench.port.onInterrupt(interrupt -> trust.add(interrupt.trusted()));
        EngineDriver driver = bench.guest.drivers().direct(bench.function);
        GuestBuffer buffer = bench.guest.heap().put(Bytes.filled(1, 100));

        driver.checksum(buffer);
        driver.checksum(buffer);

        assertThat(trust).containsExactly(true, true);
        assertThat(driver.work().jobs()).isEqualTo(2);
        assertThat(driver.work().interrupts()).isEqualTo(2);
        assertThat(driver.work().polls()).isZero();
    }

    @Test
    void pollingIsAnOption() {
        EngineDriver driver = bench.guest.drivers().bounced(bench.function).completion(Completion.POLLING);

        JobResult result = driver.checksum(bench.guest.heap().put(Bytes.filled(1, 100)));

        assertThat(result.isDone()).isTrue();
        assertThat(driver.work().interrupts()).isZero();
        assertThat(driver.work().polls()).isEqualTo(1);
    }

    @Test
    void missingInterruptIsMadeUpForByAPoll() {
        bench.guest.drivers().bounced(bench.function);
        bench.vmm.unassign(bench.function);
        bench.vmm.assign(bench.function, Bench.TVM);
        bench.accepted();
        EngineDriver driver = bench.guest.drivers().direct(bench.function);

        JobResult result = driver.checksum(bench.guest.heap().put(Bytes.filled(1, 100)));

        assertThat(result.isDone()).isTrue();
        assertThat(driver.work().interrupts()).isZero();
        assertThat(driver.work().polls()).isEqualTo(1);
    }

    @Test
    void workThatThePoolHasNoRoomForIsDoneInPieces() {
        Bytes content = counted(200_000);
        GuestBuffer source = bench.guest.heap().put(content);
        GuestBuffer direct = bench.guest.heap().allocate(content.size());
        GuestBuffer bounced = bench.guest.heap().allocate(content.size());
        EngineDriver driver = bench.guest.drivers().bounced(bench.function);
        driver.encrypt(KEY, LAST_COUNTER, source, bounced);
        bench.accepted();

        bench.guest.drivers().direct(bench.function).encrypt(KEY, LAST_COUNTER, source, direct);

        assertThat(bench.guest.heap().content(bounced))
                .isEqualTo(bench.guest.heap().content(direct))
                .isNotEqualTo(content);
        assertThat(driver.work().jobs()).isEqualTo(1);
        assertThat(driver.work().pieces()).isEqualTo(2);
        assertThat(driver.mapper().work().stalls()).isEqualTo(1);
        assertThat(bench.guest.drivers().pool().freeSlots()).isEqualTo(128);
    }

    @Test
    void poolThatOthersHoldMakesPiecesSmaller() {
        DmaMapping held = hold(128 - 3);
        GuestBuffer source = bench.guest.heap().put(counted(5000));
        GuestBuffer copy = bench.guest.heap().allocate(5000);
        EngineDriver driver = bench.guest.drivers().bounced(bench.function);

        JobResult result = driver.copy(source, copy);
        bench.guest.drivers().pool().unmap(held);

        assertThat(result)
                .matches(JobResult::isDone)
                .extracting(JobResult::result)
                .isEqualTo(5000L);
        assertThat(bench.guest.heap().content(copy)).isEqualTo(counted(5000));
        assertThat(driver.work().pieces()).isGreaterThan(2);
        assertThat(driver.mapper().work().stalls()).isPositive();
    }

    @Test
    void poolWithoutAnyRoomIsSaidSo() {
        hold(128);
        GuestBuffer buffer = bench.guest.heap().allocate(64);
        EngineDriver driver = bench.guest.drivers().bounced(bench.function);

        Predicate<JobResult> isFull = result -> result.outcome() == JobResult.Outcome.NO_BUFFERS;
        assertThat(driver.fill(7, buffer)).matches(isFull);
        assertThat(driver.checksum(buffer)).matches(isFull);
        assertThat(driver.work().pieces()).isZero();
    }

    private DmaMapping hold(int slots) {
        GuestBuffer buffer = bench.guest.heap().allocate(slots * BounceBufferPool.SLOT_SIZE);
        return bench.guest.drivers().pool().map(buffer, Direction.FROM_DEVICE).orElseThrow();
    }

    private static Bytes counted(int size) {
        var content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = (byte) (i * 31 + i / 256);
        }
        return Bytes.of(content);
    }
}
