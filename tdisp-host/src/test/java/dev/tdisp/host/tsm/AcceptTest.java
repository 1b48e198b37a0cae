package dev.tdisp.host.tsm;

import static dev.tdisp.host.tsm.TsmBench.ALICE;
import static dev.tdisp.host.tsm.TsmBench.BAR;
import static dev.tdisp.host.tsm.TsmBench.BOB;
import static dev.tdisp.host.tsm.TsmBench.GUEST_BAR;
import static dev.tdisp.host.tsm.TsmBench.NONCE;
import static dev.tdisp.host.tsm.TsmBench.RID1;
import static dev.tdisp.host.tsm.TsmBench.VF1;
import static dev.tdisp.host.tsm.TsmBench.acceptAll;
import static dev.tdisp.host.tsm.TsmBench.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.InterfaceInfo;
import dev.tdisp.core.report.MmioAttributes;
import dev.tdisp.core.report.MmioRange;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.PageOwner;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.PageSize;
import dev.tdisp.host.memory.Visibility;
import dev.tdisp.host.tsm.TsmException.Reason;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.crypto.Hash;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {
    private final TsmBench bench = new TsmBench();

    @Test
    @Tag("T-077")
    @Tag("T-143")
    void acceptedInterfaceRuns() {
        GuestCalls calls = bench.startAndOpen();

        assertThat(calls.status(VF1).state()).isEqualTo(TdiState.RUN);
        assertThat(bench.iommu.gate(RID1).isOpen()).isTrue();
        assertThat(bench.space.mapping(GUEST_BAR + 0x1000).orElseThrow())
                .isEqualTo(new GuestAddressSpace.Mapping(BAR + 0x1000, Visibility.PRIVATE));
        assertThat(bench.memory.ownerOf(BAR)).isEqualTo(new PageOwner.Mmio(VF1, ALICE));
    }

    @Test
    void windowInUseIsNotTakenAway() {
        bench.startAndOpen();

        assertThat(bench.memory.release(new PageRange(BAR, 1)).isDone()).isFalse();
    }

    @Test
    void rangeThatLeavesTheAddressSpaceIsRefused() {
        long offset = TsmOptions.DEFAULT.mmioReportingOffset();
        var beyond = MmioRange.at(-4096, offset, 2, MmioAttributes.NONE, 0);
        bench.device.tdi(VF1).otherReport = Optional.of(
                DeviceInterfaceReport.of(InterfaceInfo.of(), List.of(beyond), Bytes.EMPTY)
                        .toBytes());
        GuestCalls calls = bench.connectAndBind();

        BindEpoch epoch = calls.status(VF1).epoch();

        refused(Reason.WRONG_MAPPING, () -> calls.acceptMmio(VF1, 0, GUEST_BAR, epoch));
    }

    @Test
    void rangeAmongTheAddressesOfAnotherDeviceIsRefused() {
        long elsewhere = BAR + FakeDsm.WINDOW.size();
        var moved = MmioRange.at(elsewhere, TsmOptions.DEFAULT.mmioReportingOffset(), 1, MmioAttributes.NONE, 0);
        bench.device.tdi(VF1).otherReport = Optional.of(
                DeviceInterfaceReport.of(InterfaceInfo.of(), List.of(moved), Bytes.EMPTY)
                        .toBytes());
        GuestCalls calls = bench.connectAndBind();
        bench.tsm.proposeMmio(VF1, GUEST_BAR, new PageRange(elsewhere, 1));

        BindEpoch epoch = calls.status(VF1).epoch();

        refused(Reason.WRONG_MAPPING, () -> calls.acceptMmio(VF1, 0, GUEST_BAR, epoch));
        assertThat(bench.memory.ownerOf(elsewhere)).isEqualTo(PageOwner.FREE);
    }

    @Test
    void nothingIsMappedOrOpenBeforeTheGuestAccepts() {
        bench.connectAndBind();

        assertThat(bench.space.mapping(GUEST_BAR)).isEmpty();
        assertThat(bench.iommu.gate(RID1).isOpen()).isFalse();
        assertThat(bench.state()).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    @Tag("T-145")
    @Tag("T-143")
    void startNeedsEveryRangeOfTeeMemory() {
        GuestCalls calls = bench.connectAndBind();
        BindEpoch epoch = calls.status(VF1).epoch();
        calls.acceptMmio(VF1, 0, GUEST_BAR, epoch);

        refused(Reason.RANGE_NOT_MAPPED, () -> calls.start(VF1, epoch));

        assertThat(bench.state()).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    @Tag("T-145")
    void pagesInAnotherOrderAreRefused() {
        GuestCalls calls = bench.connectAndBind();
        BindEpoch epoch = calls.status(VF1).epoch();
        bench.tsm.proposeMmio(VF1, GUEST_BAR, new PageRange(BAR + 0x1000, 1));
        bench.tsm.proposeMmio(VF1, GUEST_BAR + 0x1000, new PageRange(BAR, 1));

        refused(Reason.WRONG_MAPPING, () -> calls.acceptMmio(VF1, 0, GUEST_BAR, epoch));

        assertThat(bench.memory.ownerOf(BAR)).isEqualTo(PageOwner.FREE);
    }

    @Test
    void windowThatWasNotProposedIsRefused() {
        GuestCalls calls = bench.connectAndBind();
        BindEpoch epoch = calls.status(VF1).epoch();

        refused(Reason.WRONG_MAPPING, () -> calls.acceptMmio(VF1, 0, GUEST_BAR + 0x10_0000, epoch));
        refused(Reason.WRONG_MAPPING, () -> calls.acceptMmio(VF1, 9, GUEST_BAR, epoch));
    }

    @Test
    void pagesOfAnotherOwnerAreRefused() {
        GuestCalls calls = bench.connectAndBind();
        BindEpoch epoch = calls.status(VF1).epoch();
        bench.memory.assign(new PageRange(BAR + 0x1000, 1), new PageOwner.Private(BOB));

        refused(Reason.WRONG_MAPPING, () -> calls.acceptMmio(VF1, 0, GUEST_BAR, epoch));

        assertThat(bench.space.mapping(GUEST_BAR)).isEmpty();
    }

    @Test
    void acceptedRangeReplacesTheSharedWindow() {
        GuestCalls calls = bench.connectAndBind();
        bench.space.mapShared(GUEST_BAR, new PageRange(BAR, 5));

        calls.acceptMmio(VF1, 0, GUEST_BAR, calls.status(VF1).epoch());

        assertThat(bench.space.mapping(GUEST_BAR).orElseThrow().visibility()).isEqualTo(Visibility.PRIVATE);
        assertThat(bench.space.mapping(GUEST_BAR + 0x2000).orElseThrow().visibility())
                .isEqualTo(Visibility.SHARED);
    }

    @Test
    void refusedRangeLeavesTheSharedWindowWhereItIs() {
        GuestCalls calls = bench.connectAndBind();
        bench.space.mapShared(GUEST_BAR, new PageRange(BAR, 1));
        bench.memory.assign(new PageRange(0x1000, 1), new PageOwner.Private(ALICE));
        bench.space.mapPrivate(GUEST_BAR + 0x1000, new PageRange(0x1000, 1));
        var before = bench.space.mappings();

        refused(
                Reason.WRONG_MAPPING,
                () -> calls.acceptMmio(VF1, 0, GUEST_BAR, calls.status(VF1).epoch()));

        assertThat(bench.space.mappings()).isEqualTo(before);
        assertThat(bench.memory.ownerOf(BAR)).isEqualTo(PageOwner.FREE);
    }

    @Test
    void partOfALargeSharedWindowIsNotReplaced() {
        GuestCalls calls = bench.connectAndBind();
        bench.space.mapShared(GUEST_BAR, new PageRange(BAR, PageSize.LARGE.pages()), PageSize.LARGE);
        var before = bench.space.mappings();

        refused(
                Reason.WRONG_MAPPING,
                () -> calls.acceptMmio(VF1, 0, GUEST_BAR, calls.status(VF1).epoch()));

        assertThat(bench.space.mappings()).isEqualTo(before);
        assertThat(bench.memory.ownerOf(BAR)).isEqualTo(PageOwner.FREE);
    }

    @ParameterizedTest
    @CsvSource({"1024, 0, LARGE, 2", "1023, 0, SMALL, 1023", "1024, 1000h, SMALL, 1024"})
    void rangeOfWholeLargePagesIsMappedByLargeEntries(int pages, String shift, PageSize size, int entries) {
        long guest = GUEST_BAR + (shift.equals("0") ? 0 : 0x1000);
        var range = MmioRange.at(BAR, TsmOptions.DEFAULT.mmioReportingOffset(), pages, MmioAttributes.NONE, 0);
        bench.device.tdi(VF1).otherReport = Optional.of(
                DeviceInterfaceReport.of(InterfaceInfo.of(), List.of(range), Bytes.EMPTY)
                        .toBytes());
        GuestCalls calls = bench.connectAndBind();
        bench.tsm.proposeMmio(VF1, guest, new PageRange(BAR, pages));

        calls.acceptMmio(VF1, 0, guest, calls.status(VF1).epoch());

        assertThat(bench.space.sizeOf(guest)).isEqualTo(size);
        assertThat(bench.memory.sizeOf(BAR)).isEqualTo(size);
        assertThat(bench.space.entries()).isEqualTo(entries);
        bench.tsm.unbind(VF1);
        assertThat(bench.space.entries()).isZero();
        assertThat(bench.memory.owners()).isEmpty();
    }

    @Test
    void everyStepNeedsThePresentEpoch() {
        GuestCalls calls = bench.connectAndBind();
        BindEpoch old = calls.status(VF1).epoch();
        calls.measure(VF1, NONCE);

        refused(Reason.STALE_EPOCH, () -> calls.acceptMmio(VF1, 0, GUEST_BAR, old));
        refused(Reason.STALE_EPOCH, () -> calls.start(VF1, old));
        refused(Reason.STALE_EPOCH, () -> calls.openGate(VF1, old));
    }

    @Test
    void rebindingBehindTheGuestsBackIsNoticed() {
        GuestCalls calls = bench.connectAndBind();
        BindEpoch verified = calls.status(VF1).epoch();

        bench.tsm.unbind(VF1);
        bench.tsm.bind(VF1, ALICE);

        refused(Reason.STALE_EPOCH, () -> calls.start(VF1, verified));
    }

    @Test
    @Tag("T-082")
    void interfaceInErrorDoesNotStart() {
        GuestCalls calls = bench.connectAndBind();
        BindEpoch epoch = calls.status(VF1).epoch();
        acceptAll(calls, epoch);
        bench.device.tdi(VF1).machine.on(TdiEvent.BAR_MODIFIED);

        refused(Reason.DEVICE_REFUSED, () -> calls.start(VF1, epoch));

        assertThat(calls.status(VF1).state()).isEqualTo(TdiState.ERROR);
    }

    @Test
    void gateOpensInRunOnly() {
        GuestCalls calls = bench.connectAndBind();

        refused(Reason.WRONG_STATE, () -> calls.openGate(VF1, calls.status(VF1).epoch()));

        assertThat(bench.iommu.gate(RID1).isOpen()).isFalse();
    }

    @Test
    void measurementsCarryTheGuestsNonce() {
        GuestCalls calls = bench.connectAndBind();

        calls.measure(VF1, NONCE);

        Bytes evidence = bench.device.kept.get(VF1).get(EvidenceKind.MEASUREMENTS);
        assertThat(SignedMeasurements.decode(evidence).nonce()).isEqualTo(NONCE);
        assertThat(calls.status(VF1).digests().of(EvidenceKind.MEASUREMENTS))
                .contains(Hash.of(HashAlgorithm.SHA_384).digest(evidence));
    }
}
