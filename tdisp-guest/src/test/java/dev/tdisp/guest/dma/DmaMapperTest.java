package dev.tdisp.guest.dma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.Initiator;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.MmioTarget;
import dev.tdisp.host.memory.PageOwner;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.memory.Visibility;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DmaMapperTest {
    private static final TvmId TVM = new TvmId("tvm");
    private static final long PRIVATE = 0x1_0000;
    private static final long SHARED = 0x8_0000;
    private static final long HOST_PRIVATE = 0x100_0000;
    private static final long HOST_SHARED = 0x200_0000;
    private static final Bytes SECRET = Bytes.fromHex("5EC2E7");

    private final HostMemory memory = new HostMemory(Env.seeded(1));
    private final GuestAddressSpace space = new GuestAddressSpace(TVM, memory, new NoDevices());
    private final BounceBufferPool pool = new BounceBufferPool(space, new PageRange(SHARED, 2));
    private final DirectDma direct = new DirectDma();

    @BeforeEach
    void giveTheGuestMemory() {
        memory.assign(new PageRange(HOST_PRIVATE, 4), new PageOwner.Private(TVM));
        memory.assign(new PageRange(HOST_SHARED, 2), PageOwner.SHARED);
        space.mapPrivate(PRIVATE, new PageRange(HOST_PRIVATE, 4));
        space.mapShared(SHARED, new PageRange(HOST_SHARED, 2));
        space.write(PRIVATE, SECRET, Visibility.PRIVATE);
    }

    @Test
    void acceptedDeviceUsesPrivateMemoryWhereItIs() {
        var buffer = new GuestBuffer(PRIVATE, 3);

        DmaMapping mapping = direct.map(buffer, Direction.TO_DEVICE).orElseThrow();
        direct.unmap(mapping);

        assertThat(mapping.deviceAddress()).isEqualTo(PRIVATE);
        assertThat(direct.work()).isEqualTo(new DmaWork(1, 0, 0, 3, 0));
    }

    @Test
    void bouncedBufferIsCopiedOnceEachWay() {
        var buffer = new GuestBuffer(PRIVATE, 3);

        DmaMapping mapping = pool.map(buffer, Direction.BOTH_WAYS).orElseThrow();
        Bytes seenByDevice = hostSees(3);
        memory.write(Initiator.UNTRUSTED, HOST_SHARED, Bytes.fromHex("0A0B0C"));
        pool.unmap(mapping);

        assertThat(mapping.deviceAddress()).isEqualTo(SHARED);
        assertThat(seenByDevice).isEqualTo(SECRET);
        assertThat(space.read(PRIVATE, 3, Visibility.PRIVATE).data()).isEqualTo(Bytes.fromHex("0A0B0C"));
        assertThat(pool.work()).isEqualTo(new DmaWork(1, 2, 6, 0, 0));
    }

    @Test
    void bufferForTheDeviceAloneIsNotCopiedBack() {
        DmaMapping mapping =
                pool.map(new GuestBuffer(PRIVATE, 3), Direction.TO_DEVICE).orElseThrow();
        memory.write(Initiator.UNTRUSTED, HOST_SHARED, Bytes.fromHex("0A0B0C"));

        pool.unmap(mapping);

        assertThat(space.read(PRIVATE, 3, Visibility.PRIVATE).data()).isEqualTo(SECRET);
        assertThat(pool.work().copies()).isEqualTo(1);
    }

    @Test
    void bufferFromTheDeviceAloneIsNotCopiedThere() {
        pool.map(new GuestBuffer(PRIVATE, 3), Direction.FROM_DEVICE);

        assertThat(hostSees(3)).isEqualTo(Bytes.filled(0, 3));
    }

    @Test
    void slotIsWipedWhenItIsTakenBack() {
        DmaMapping mapping =
                pool.map(new GuestBuffer(PRIVATE, 3), Direction.TO_DEVICE).orElseThrow();

        pool.unmap(mapping);

        assertThat(hostSees(3)).isEqualTo(Bytes.filled(0, 3));
    }

    @Test
    void fullPoolStalls() {
        DmaMapping large = pool.map(new GuestBuffer(PRIVATE, 3 * BounceBufferPool.SLOT_SIZE), Direction.TO_DEVICE)
                .orElseThrow();
        var buffer = new GuestBuffer(PRIVATE, BounceBufferPool.SLOT_SIZE + 1);

        Optional<DmaMapping> refused = pool.map(buffer, Direction.TO_DEVICE);
        pool.unmap(large);
        Optional<DmaMapping> granted = pool.map(buffer, Direction.TO_DEVICE);

        assertThat(refused).isEmpty();
        assertThat(granted).isPresent();
        assertThat(pool.work().stalls()).isEqualTo(1);
        assertThat(pool.freeSlots()).isEqualTo(2);
    }

    @Test
    void gapIsFilledIfItIsLargeEnough() {
        int slot = BounceBufferPool.SLOT_SIZE;
        DmaMapping first =
                pool.map(new GuestBuffer(PRIVATE, slot), Direction.TO_DEVICE).orElseThrow();
        pool.map(new GuestBuffer(PRIVATE + slot, slot), Direction.TO_DEVICE);
        pool.unmap(first);

        DmaMapping two = pool.map(new GuestBuffer(PRIVATE, 2 * slot), Direction.TO_DEVICE)
                .orElseThrow();
        DmaMapping one =
                pool.map(new GuestBuffer(PRIVATE, slot), Direction.TO_DEVICE).orElseThrow();

        assertThat(two.deviceAddress()).isEqualTo(SHARED + 2L * slot);
        assertThat(one.deviceAddress()).isEqualTo(SHARED);
    }

    @Test
    void mappingIsTakenBackOnce() {
        DmaMapping bounced =
                pool.map(new GuestBuffer(PRIVATE, 3), Direction.TO_DEVICE).orElseThrow();
        DmaMapping straight =
                direct.map(new GuestBuffer(PRIVATE, 3), Direction.TO_DEVICE).orElseThrow();
        pool.unmap(bounced);
        direct.unmap(straight);

        assertThatThrownBy(() -> pool.unmap(bounced)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> direct.unmap(straight)).isInstanceOf(IllegalArgumentException.class);
    }

    private Bytes hostSees(int size) {
        return memory.read(Initiator.UNTRUSTED, HOST_SHARED, size).data();
    }

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
}
