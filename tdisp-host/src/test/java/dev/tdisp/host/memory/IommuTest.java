package dev.tdisp.host.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.trace.RecordingTrace;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.Iommu.DmaRequest;
import dev.tdisp.host.memory.Refusal.Reason;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IommuTest {
    private static final TvmId ALICE = new TvmId("alice");
    private static final TvmId BOB = new TvmId("bob");
    private static final RequesterId VF = RequesterId.of(1, 0, 1);
    private static final RequesterId OTHER_VF = RequesterId.of(1, 0, 2);
    private static final Bytes WORD = Bytes.fromHex("01020304");

    /** Pages as guest and device see them. */
    private static final long OWN = 0x1000;

    private static final long SHARED = 0x2000;
    private static final long FOREIGN = 0x3000;
    private static final long UNMAPPED = 0x4000;

    private final RecordingTrace trace = new RecordingTrace();
    private final Env env = Env.seeded(1, trace);
    private final HostMemory memory = new HostMemory(env);
    private final Iommu iommu = new Iommu(env, memory);
    private final GuestAddressSpace alice = new GuestAddressSpace(ALICE, memory, new NoDevices());

    @BeforeEach
    void giveEachPageItsOwner() {
        memory.assign(new PageRange(0x10_1000, 1), new PageOwner.Private(ALICE));
        memory.assign(new PageRange(0x10_2000, 1), PageOwner.SHARED);
        memory.assign(new PageRange(0x10_3000, 1), new PageOwner.Private(BOB));
        alice.mapPrivate(OWN, new PageRange(0x10_1000, 1));
        alice.mapShared(SHARED, new PageRange(0x10_2000, 1));
        iommu.mapUntrusted(VF, OWN, new PageRange(0x10_1000, 3));
    }

    @ParameterizedTest
    @Tag("P-119")
    @Tag("P-121")
    @Tag("P-122")
    @CsvSource({
        // T, context, target: outcome
        "false, NONE,     OWN,      PRIVATE_PAGE",
        "false, NONE,     SHARED,   ",
        "false, NONE,     FOREIGN,  PRIVATE_PAGE",
        "false, NONE,     UNMAPPED, NOT_MAPPED",
        "false, ACCEPTED, OWN,      PRIVATE_PAGE",
        "false, ACCEPTED, SHARED,   ",
        "false, ACCEPTED, FOREIGN,  PRIVATE_PAGE",
        "false, ACCEPTED, UNMAPPED, NOT_MAPPED",
        "true,  NONE,     OWN,      NO_CONTEXT",
        "true,  NONE,     SHARED,   NO_CONTEXT",
        "true,  PENDING,  OWN,      CONTEXT_PENDING",
        "true,  PENDING,  SHARED,   CONTEXT_PENDING",
        "true,  CLOSED,   OWN,      GATE_CLOSED",
        "true,  CLOSED,   SHARED,   GATE_CLOSED",
        "true,  ACCEPTED, OWN,      ",
        "true,  ACCEPTED, SHARED,   ",
        "true,  ACCEPTED, FOREIGN,  NOT_MAPPED",
        "true,  ACCEPTED, UNMAPPED, NOT_MAPPED"
    })
    void requestReachesWhatItsTrustAllows(boolean trusted, ContextState state, Target target, Reason expected) {
        state.reach(iommu, alice);
        var request = new DmaRequest(VF, trusted, target.address);

        MemoryResult written = iommu.write(request, WORD);
        MemoryResult read = iommu.read(request, 4);

        assertThat(reasonOf(written)).isEqualTo(Optional.ofNullable(expected));
        assertThat(reasonOf(read)).isEqualTo(Optional.ofNullable(expected));
        if (expected == null) {
            assertThat(read.data()).isEqualTo(WORD);
        }
    }

    @Test
    @Tag("GAP-SRI-13")
    void contextBelongsToOneFunction() {
        ContextState.ACCEPTED.reach(iommu, alice);

        assertThat(reasonOf(iommu.read(new DmaRequest(OTHER_VF, true, OWN), 4))).contains(Reason.NO_CONTEXT);
        assertThat(reasonOf(iommu.read(new DmaRequest(OTHER_VF, false, SHARED), 4)))
                .contains(Reason.NO_CONTEXT);
    }

    @Test
    void removedContextClosesTheGate() {
        ContextState.ACCEPTED.reach(iommu, alice);

        iommu.remove(VF, "unbound");

        assertThat(iommu.gate(VF).isOpen()).isFalse();
        assertThat(reasonOf(iommu.read(new DmaRequest(VF, true, OWN), 4))).contains(Reason.NO_CONTEXT);
    }

    @Test
    void contextInstalledAnewIsPendingAgain() {
        ContextState.ACCEPTED.reach(iommu, alice);

        iommu.install(VF, alice);

        assertThat(reasonOf(iommu.read(new DmaRequest(VF, true, OWN), 4))).contains(Reason.CONTEXT_PENDING);
    }

    @Test
    void functionServesOneGuestAtATime() {
        var bob = new GuestAddressSpace(BOB, memory, new NoDevices());
        iommu.install(VF, alice);

        assertThatThrownBy(() -> iommu.install(VF, bob)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void acceptanceNeedsAContext() {
        assertThatThrownBy(() -> iommu.accept(VF)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void untrustedEntryCanBeTakenBack() {
        iommu.unmapUntrusted(VF, new PageRange(SHARED, 1));

        assertThat(reasonOf(iommu.read(new DmaRequest(VF, false, SHARED), 4))).contains(Reason.NOT_MAPPED);
    }

    @Test
    @Tag("P-124")
    void requestStaysWithinAPage() {
        var request = new DmaRequest(VF, false, SHARED + 0xFFE);

        assertThatThrownBy(() -> iommu.read(request, 4)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void gateTellsWhyItMoves() {
        int before = trace.size();

        iommu.gate(VF).open("started");
        iommu.gate(VF).open("again");
        iommu.gate(VF).close("unbound");

        assertThat(trace.eventsFrom(before))
                .extracting(event -> event.summary())
                .containsExactly(
                        "iommu/01:00.1 DMA gate: closed -> open (started)",
                        "iommu/01:00.1 DMA gate: open -> closed (unbound)");
    }

    private static Optional<Reason> reasonOf(MemoryResult result) {
        return result.refusal().map(Refusal::reason);
    }

    enum Target {
        OWN(IommuTest.OWN),
        SHARED(IommuTest.SHARED),
        FOREIGN(IommuTest.FOREIGN),
        UNMAPPED(IommuTest.UNMAPPED);

        private final long address;

        Target(long address) {
            this.address = address;
        }
    }

    enum ContextState {
        NONE,
        PENDING,
        CLOSED,
        ACCEPTED;

        void reach(Iommu iommu, GuestAddressSpace space) {
            if (this != NONE) {
                iommu.install(VF, space);
            }
            if (this == CLOSED || this == ACCEPTED) {
                iommu.accept(VF);
            }
            if (this == ACCEPTED) {
                iommu.gate(VF).open("started");
            }
        }
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
