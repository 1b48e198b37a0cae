package dev.tdisp.host.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.Iommu.DmaRequest;
import dev.tdisp.host.memory.Refusal.Reason;
import org.junit.jupiter.api.Test;

class LargePagesTest {
    private static final TvmId ALICE = new TvmId("alice");
    private static final PageOwner HERS = new PageOwner.Private(ALICE);
    private static final long LARGE = PageSize.LARGE.bytes();
    private static final PageRange HOST = new PageRange(4 * LARGE, 512);
    private static final PageRange PART = new PageRange(HOST.address() + 0x1000, 1);
    private static final RequesterId VF = RequesterId.of(1, 0, 1);

    private final Env env = Env.seeded(1);
    private final HostMemory memory = new HostMemory(env);
    private final Iommu iommu = new Iommu(env, memory);
    private final GuestAddressSpace space = new GuestAddressSpace(ALICE, memory, new NoDevices());

    private static final class NoDevices implements MmioTarget {
        @Override
        public boolean claims(long address) {
            return false;
        }

        @Override
        public MemoryResult read(long address, int length, boolean trusted) {
            throw new AssertionError("no device");
        }

        @Override
        public MemoryResult write(long address, Bytes content, boolean trusted) {
            throw new AssertionError("no device");
        }
    }

    private static void refused(MemoryResult result, Reason reason) {
        assertThat(result.refusal().map(Refusal::reason)).contains(reason);
    }

    private static void done(MemoryResult result) {
        assertThat(result.refusal()).isEmpty();
    }

    @Test
    void aBarOf64MiBTakes16384EntriesOr32() {
        long bar = 64L << 20;

        assertThat(PageSize.SMALL.entries(bar)).isEqualTo(16_384);
        assertThat(PageSize.LARGE.entries(bar)).isEqualTo(32);
    }

    @Test
    void largePageIsAlignedAndWhole() {
        refused(memory.assign(new PageRange(HOST.address() + 0x1000, 512), HERS, PageSize.LARGE), Reason.SIZE_MISMATCH);
        refused(memory.assign(new PageRange(HOST.address(), 511), HERS, PageSize.LARGE), Reason.SIZE_MISMATCH);
        assertThat(memory.ownerOf(HOST.address())).isEqualTo(PageOwner.FREE);

        done(memory.assign(HOST, HERS, PageSize.LARGE));

        assertThat(memory.sizeOf(HOST.address() + 0x12345)).isEqualTo(PageSize.LARGE);
    }

    @Test
    void aPartOfALargePageIsReleasedOnlyAfterASplit() {
        done(memory.assign(HOST, PageOwner.SHARED, PageSize.LARGE));
        refused(memory.release(PART), Reason.PART_OF_LARGE_PAGE);
        refused(memory.release(new PageRange(HOST.address(), 511)), Reason.PART_OF_LARGE_PAGE);

        done(memory.split(HOST.address() + 0x5000));
        done(memory.release(PART));

        assertThat(memory.ownerOf(PART.address())).isEqualTo(PageOwner.FREE);
        assertThat(memory.ownerOf(HOST.address())).isEqualTo(PageOwner.SHARED);
    }

    @Test
    void splitAndMergeKeepTheContent() {
        done(memory.assign(HOST, PageOwner.SHARED, PageSize.LARGE));
        done(memory.write(Initiator.UNTRUSTED, PART.address(), Bytes.fromHex("A5")));

        done(memory.split(HOST.address()));
        done(memory.merge(PART.address()));

        assertThat(memory.sizeOf(HOST.address())).isEqualTo(PageSize.LARGE);
        assertThat(memory.read(Initiator.UNTRUSTED, PART.address(), 1).data()).isEqualTo(Bytes.fromHex("A5"));
    }

    @Test
    void pagesOfSeveralOwnersAreNotMerged() {
        done(memory.assign(new PageRange(HOST.address(), 511), HERS));
        refused(memory.merge(HOST.address()), Reason.SIZE_MISMATCH);

        done(memory.assign(new PageRange(HOST.address() + LARGE - 0x1000, 1), PageOwner.SHARED));

        refused(memory.merge(HOST.address()), Reason.SIZE_MISMATCH);
        refused(memory.split(HOST.address()), Reason.SIZE_MISMATCH);
    }

    @Test
    void pageThatADeviceMayUseIsNeitherSplitNorMerged() {
        done(memory.assign(HOST, HERS, PageSize.LARGE));
        memory.pin(PART);
        refused(memory.split(HOST.address()), Reason.PINNED);

        memory.unpin(PART);
        done(memory.split(HOST.address()));
        memory.pin(PART);

        refused(memory.merge(HOST.address()), Reason.PINNED);
    }

    @Test
    void largeEntryNeedsAlignmentAtBothEndsAndALargePage() {
        done(memory.assign(HOST, HERS));
        refused(space.mapPrivate(LARGE, HOST, PageSize.LARGE), Reason.SIZE_MISMATCH);
        done(memory.merge(HOST.address()));
        refused(space.mapPrivate(LARGE + 0x1000, HOST, PageSize.LARGE), Reason.SIZE_MISMATCH);

        done(space.mapPrivate(LARGE, HOST, PageSize.LARGE));

        assertThat(space.entries()).isEqualTo(1);
        assertThat(space.sizeOf(LARGE + 0x4000)).isEqualTo(PageSize.LARGE);
        assertThat(space.mapping(LARGE + 0x1000).orElseThrow().hostPage()).isEqualTo(PART.address());
    }

    @Test
    void aPartOfALargeEntryIsUnmappedOnlyAfterASplit() {
        done(memory.assign(HOST, PageOwner.SHARED, PageSize.LARGE));
        done(space.mapShared(LARGE, HOST, PageSize.LARGE));
        var part = new PageRange(LARGE + 0x2000, 1);
        refused(space.unmapShared(part), Reason.PART_OF_LARGE_PAGE);
        assertThat(space.mapping(part.address())).isPresent();

        done(space.split(LARGE));
        done(space.unmapShared(part));

        assertThat(space.mapping(part.address())).isEmpty();
        assertThat(space.entries()).isEqualTo(511);
        refused(space.split(LARGE), Reason.SIZE_MISMATCH);
    }

    @Test
    void largeEntryToAPageThatWasSplitIsOfNoUse() {
        done(memory.assign(HOST, PageOwner.SHARED, PageSize.LARGE));
        done(space.mapShared(LARGE, HOST, PageSize.LARGE));
        done(memory.split(HOST.address()));

        refused(space.read(LARGE, 4, Visibility.SHARED), Reason.SIZE_MISMATCH);
        done(space.split(LARGE));

        assertThat(space.read(LARGE, 4, Visibility.SHARED).isDone()).isTrue();
    }

    @Test
    void deviceReachesLargePagesThroughTheGuestsEntries() {
        done(memory.assign(HOST, HERS, PageSize.LARGE));
        done(space.mapPrivate(LARGE, HOST, PageSize.LARGE));
        iommu.install(VF, space);
        iommu.accept(VF);
        iommu.gate(VF).open("test");
        done(iommu.write(new DmaRequest(VF, true, LARGE + 0x1F_F000), Bytes.fromHex("5A")));

        assertThat(memory.read(new Initiator.Tvm(ALICE), HOST.address() + 0x1F_F000, 1)
                        .data())
                .isEqualTo(Bytes.fromHex("5A"));
        done(memory.split(HOST.address()));
        refused(iommu.read(new DmaRequest(VF, true, LARGE), 1), Reason.SIZE_MISMATCH);
    }

    @Test
    void untrustedTableHasTheSameRules() {
        done(memory.assign(HOST, PageOwner.SHARED, PageSize.LARGE));
        refused(iommu.mapUntrusted(VF, 0x1000, HOST, PageSize.LARGE), Reason.SIZE_MISMATCH);
        done(iommu.mapUntrusted(VF, LARGE, HOST, PageSize.LARGE));
        refused(iommu.unmapUntrusted(VF, new PageRange(LARGE, 1)), Reason.PART_OF_LARGE_PAGE);
        assertThat(iommu.read(new DmaRequest(VF, false, LARGE), 1).isDone()).isTrue();

        done(iommu.splitUntrusted(VF, LARGE));
        done(iommu.unmapUntrusted(VF, new PageRange(LARGE, 1)));

        refused(iommu.read(new DmaRequest(VF, false, LARGE), 1), Reason.NOT_MAPPED);
        assertThat(iommu.read(new DmaRequest(VF, false, LARGE + 0x1000), 1).isDone())
                .isTrue();
        refused(iommu.splitUntrusted(VF, LARGE), Reason.SIZE_MISMATCH);
    }
}
