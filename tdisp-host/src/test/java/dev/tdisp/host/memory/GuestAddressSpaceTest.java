package dev.tdisp.host.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuestAddressSpaceTest {
    private static final TvmId ALICE = new TvmId("alice");
    private static final TvmId BOB = new TvmId("bob");
    private static final FunctionId TDI = new FunctionId(0, RequesterId.of(1, 0, 1));
    private static final long WINDOW = 0x40_0000_0000L;
    private static final Bytes WORD = Bytes.fromHex("01020304");

    private final HostMemory memory = new HostMemory(Env.seeded(1));
    private final List<String> deviceAccesses = new ArrayList<>();
    private final GuestAddressSpace alice = new GuestAddressSpace(ALICE, memory, new Device());

    @Test
    void privateMappingLeadsToPagesOfTheGuestOnly() {
        memory.assign(new PageRange(0x1000, 1), new PageOwner.Private(ALICE));
        memory.assign(new PageRange(0x2000, 1), new PageOwner.Private(BOB));

        assertThat(alice.mapPrivate(0x8000, new PageRange(0x1000, 1)).isDone()).isTrue();
        assertThat(reasonOf(alice.mapPrivate(0x9000, new PageRange(0x2000, 1)))).isEqualTo(Reason.FOREIGN_PAGE);
        assertThat(reasonOf(alice.mapPrivate(0x9000, new PageRange(0x3000, 1)))).isEqualTo(Reason.FOREIGN_PAGE);
    }

    @Test
    void sharedMappingLeadsToSharedPagesOnly() {
        memory.assign(new PageRange(0x1000, 1), PageOwner.SHARED);
        memory.assign(new PageRange(0x2000, 1), new PageOwner.Private(ALICE));

        assertThat(alice.mapShared(0x8000, new PageRange(0x1000, 1)).isDone()).isTrue();
        assertThat(reasonOf(alice.mapShared(0x9000, new PageRange(0x2000, 1)))).isEqualTo(Reason.NOT_SHARED);
    }

    @Test
    void addressIsMappedOnce() {
        memory.assign(new PageRange(0x1000, 2), PageOwner.SHARED);
        alice.mapShared(0x8000, new PageRange(0x1000, 1));

        assertThat(reasonOf(alice.mapShared(0x7000, new PageRange(0x1000, 2)))).isEqualTo(Reason.ALREADY_MAPPED);
        assertThat(alice.mapping(0x7000)).as("all or none").isEmpty();
    }

    @Test
    void guestGetsTheKindOfPageItExpectsOrNothing() {
        memory.assign(new PageRange(0x1000, 1), PageOwner.SHARED);
        memory.assign(new PageRange(0x2000, 1), new PageOwner.Private(ALICE));
        alice.mapShared(0x8000, new PageRange(0x1000, 1));
        alice.mapPrivate(0x9000, new PageRange(0x2000, 1));

        assertThat(reasonOf(alice.write(0x8000, WORD, Visibility.PRIVATE))).isEqualTo(Reason.NOT_PRIVATE);
        assertThat(reasonOf(alice.read(0x9000, 4, Visibility.SHARED))).isEqualTo(Reason.NOT_SHARED);
        assertThat(alice.write(0x9000, WORD, Visibility.PRIVATE).isDone()).isTrue();
        assertThat(alice.read(0x9000, 4, Visibility.PRIVATE).data()).isEqualTo(WORD);
    }

    @Test
    void unmappedAddressIsRefused() {
        memory.assign(new PageRange(0x1000, 1), PageOwner.SHARED);
        alice.mapShared(0x8000, new PageRange(0x1000, 1));

        alice.unmap(new PageRange(0x8000, 1));

        assertThat(reasonOf(alice.read(0x8000, 4, Visibility.SHARED))).isEqualTo(Reason.NOT_MAPPED);
    }

    @Test
    void onlySharedPagesCanBeTakenAwayByTheHypervisor() {
        memory.assign(new PageRange(0x1000, 1), PageOwner.SHARED);
        memory.assign(new PageRange(0x2000, 1), new PageOwner.Private(alice.tvm()));
        alice.mapShared(0x8000, new PageRange(0x1000, 1));
        alice.mapPrivate(0x9000, new PageRange(0x2000, 1));

        assertThat(reasonOf(alice.unmapShared(new PageRange(0x8000, 2)))).isEqualTo(Reason.NOT_SHARED);
        assertThat(alice.mapping(0x8000)).isPresent();
        assertThat(alice.mapping(0x9000)).isPresent();
        assertThat(alice.unmapShared(new PageRange(0x8000, 1)).isDone()).isTrue();
        assertThat(alice.mapping(0x8000)).isEmpty();
    }

    @Test
    void accessAcrossPagesFollowsEachMapping() {
        memory.assign(new PageRange(0x1000, 1), PageOwner.SHARED);
        memory.assign(new PageRange(0x5000, 1), PageOwner.SHARED);
        alice.mapShared(0x8000, new PageRange(0x5000, 1));
        alice.mapShared(0x9000, new PageRange(0x1000, 1));

        alice.write(0x8FFE, WORD, Visibility.SHARED);

        assertThat(alice.read(0x8FFE, 4, Visibility.SHARED).data()).isEqualTo(WORD);
        assertThat(memory.read(Initiator.UNTRUSTED, 0x5FFE, 2).data()).isEqualTo(WORD.slice(0, 2));
        assertThat(memory.read(Initiator.UNTRUSTED, 0x1000, 2).data()).isEqualTo(WORD.slice(2, 4));
    }

    @Test
    void accessToADeviceCarriesTrustOfItsMapping() {
        memory.assign(new PageRange(WINDOW, 1), new PageOwner.Mmio(TDI, ALICE));
        alice.mapPrivate(0x8000, new PageRange(WINDOW, 1));
        alice.mapShared(0x9000, new PageRange(WINDOW + 0x1000, 1));

        alice.write(0x8010, WORD, Visibility.PRIVATE);
        alice.read(0x9020, 4, Visibility.SHARED);

        assertThat(deviceAccesses).containsExactly("write 4000000010 T=true", "read 4000001020 T=false");
    }

    @Test
    void memoryUnderAWindowIsNotTheDevices() {
        memory.assign(new PageRange(WINDOW, 1), new PageOwner.Private(ALICE));
        memory.assign(new PageRange(WINDOW + 0x1000, 1), PageOwner.SHARED);
        alice.mapPrivate(0x8000, new PageRange(WINDOW, 1));
        alice.mapShared(0x9000, new PageRange(WINDOW + 0x1000, 1));

        alice.write(0x8010, WORD, Visibility.PRIVATE);
        alice.write(0x9010, WORD, Visibility.SHARED);

        assertThat(deviceAccesses).isEmpty();
        assertThat(alice.read(0x8010, 4, Visibility.PRIVATE).data()).isEqualTo(WORD);
        assertThat(memory.read(Initiator.UNTRUSTED, WINDOW + 0x1010, 4).data()).isEqualTo(WORD);
    }

    @Test
    void mmioOfAnotherGuestIsNotMappedPrivate() {
        memory.assign(new PageRange(WINDOW, 1), new PageOwner.Mmio(TDI, BOB));

        assertThat(reasonOf(alice.mapPrivate(0x8000, new PageRange(WINDOW, 1)))).isEqualTo(Reason.FOREIGN_PAGE);
    }

    private static Reason reasonOf(MemoryResult result) {
        return result.refusal().orElseThrow().reason();
    }

    private final class Device implements MmioTarget {
        @Override
        public boolean claims(long address) {
            return address >= WINDOW;
        }

        @Override
        public MemoryResult read(long address, int length, boolean trusted) {
            deviceAccesses.add("read %x T=%s".formatted(address, trusted));
            return new MemoryResult.Done(Bytes.filled(0, length));
        }

        @Override
        public MemoryResult write(long address, Bytes content, boolean trusted) {
            deviceAccesses.add("write %x T=%s".formatted(address, trusted));
            return MemoryResult.DONE;
        }
    }
}
