package dev.tdisp.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.dma.GuestBuffer;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.memory.PageOwner;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.memory.Visibility;
import dev.tdisp.host.rootport.RootPort;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuestHeapTest {
    private static final TvmId TVM = new TvmId("tvm");
    private static final PageRange PAGES = new PageRange(0x1_0000, 1);
    private static final Bytes SECRET = Bytes.fromHex("5EC2E7");

    private final Env env = Env.seeded(1);
    private final HostMemory memory = new HostMemory(env);
    private final RootPort port = new RootPort(RequesterId.of(0, 1, 0), new Iommu(env, memory), IdeProfile.STRICT, env);
    private final GuestAddressSpace space = new GuestAddressSpace(TVM, memory, port);
    private final GuestHeap heap = new GuestHeap(space, PAGES, Visibility.PRIVATE);

    @BeforeEach
    void giveTheGuestMemory() {
        memory.assign(new PageRange(0x100_0000, 1), new PageOwner.Private(TVM));
        space.mapPrivate(PAGES.address(), new PageRange(0x100_0000, 1));
    }

    @Test
    void buffersLieSideBySideAndStartAtWholeLines() {
        GuestBuffer first = heap.allocate(1);
        GuestBuffer second = heap.allocate(65);
        GuestBuffer third = heap.allocate(1);

        assertThat(first.address()).isEqualTo(PAGES.address());
        assertThat(second.address()).isEqualTo(PAGES.address() + 64);
        assertThat(third.address()).isEqualTo(PAGES.address() + 192);
    }

    @Test
    void bufferThatIsTakenBackIsWipedAndUsedAgain() {
        heap.allocate(64);
        GuestBuffer secret = heap.put(SECRET);
        heap.allocate(64);

        heap.release(secret);

        GuestBuffer again = heap.allocate(64);
        assertThat(again.address()).isEqualTo(secret.address());
        assertThat(heap.content(again)).isEqualTo(Bytes.filled(0, 64));
    }

    @Test
    void gapThatIsTooSmallIsLeftAlone() {
        GuestBuffer small = heap.allocate(64);
        GuestBuffer next = heap.allocate(64);

        heap.release(small);

        assertThat(heap.allocate(65).address()).isEqualTo(next.address() + 64);
    }

    @Test
    void thereIsAnEnd() {
        heap.allocate(4000);

        assertThatThrownBy(() -> heap.allocate(65)).isInstanceOf(IllegalStateException.class);
        assertThat(heap.allocate(64).address()).isEqualTo(PAGES.address() + 4032);
    }

    @Test
    void bufferIsTakenBackOnce() {
        GuestBuffer buffer = heap.allocate(64);
        heap.release(buffer);

        assertThatThrownBy(() -> heap.release(buffer)).isInstanceOf(IllegalArgumentException.class);
    }
}
