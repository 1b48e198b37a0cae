package dev.tdisp.host.tsm;

import static dev.tdisp.host.tsm.TsmBench.ALICE;
import static dev.tdisp.host.tsm.TsmBench.BAR;
import static dev.tdisp.host.tsm.TsmBench.GUEST_BAR;
import static dev.tdisp.host.tsm.TsmBench.RID1;
import static dev.tdisp.host.tsm.TsmBench.VF1;
import static dev.tdisp.host.tsm.TsmBench.VF2;
import static dev.tdisp.host.tsm.TsmBench.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.PageOwner;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.Refusal;
import dev.tdisp.host.tsm.TsmException.Reason;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LoseTest {
    private final TsmBench bench = new TsmBench();

    @Test
    @Tag("T-085")
    void unboundInterfaceLeavesNothingBehind() {
        bench.startAndOpen();

        boolean isStopped = bench.tsm.unbind(VF1);

        assertThat(isStopped).isTrue();
        assertThat(bench.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(bench.iommu.gate(RID1).isOpen()).isFalse();
        assertThat(bench.space.mapping(GUEST_BAR)).isEmpty();
        assertThat(bench.memory.ownerOf(BAR)).isEqualTo(PageOwner.FREE);
    }

    @Test
    @Tag("P-126")
    void interfaceThatDidNotConfirmItsStopIsStoppedBeforeTheNextLock() {
        bench.startAndOpen();
        bench.device.losses.request(RequestCode.STOP_INTERFACE_REQUEST.code()).thenMute();

        assertThat(bench.tsm.unbind(VF1)).isFalse();
        bench.device.losses.heal();
        assertThat(bench.iommu.gate(RID1).isOpen()).isFalse();
        int before = bench.device.requests.size();
        bench.tsm.bind(VF1, ALICE);

        assertThat(bench.device.requests.subList(before, bench.device.requests.size()))
                .startsWith("GET_TDISP_VERSION", "GET_DEVICE_INTERFACE_STATE", "STOP_INTERFACE_REQUEST");
    }

    @Test
    void startedInterfaceKeepsItsReport() {
        bench.startAndOpen();

        refused(Reason.WRONG_STATE, () -> bench.tsm.readReport(VF1));

        assertThat(bench.space.mapping(GUEST_BAR)).isPresent();
    }

    @Test
    @Tag("T-087")
    void interfaceInErrorIsRecoveredByUnbinding() {
        bench.startAndOpen();
        bench.device.tdi(VF1).machine.on(TdiEvent.FUNCTION_LEVEL_RESET);

        assertThat(bench.tsm.unbind(VF1)).isTrue();
        bench.tsm.bind(VF1, ALICE);

        assertThat(bench.state()).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    @Tag("T-094")
    void lostStreamClosesTheGateAtOnce() {
        bench.startAndOpen();

        bench.port.ide().stream(TsmOptions.DEFAULT.stream()).orElseThrow().invalidate(IdeStreamEvent.CHECK_FAILED);

        assertThat(bench.iommu.gate(RID1).isOpen()).isFalse();
    }

    @Test
    void lostStreamIsKeyedAnewOverTheSameSession() {
        bench.startAndOpen();
        bench.device.breakStream();

        bench.tsm.unbind(VF1);
        bench.tsm.secureLink();
        bench.tsm.bind(VF1, ALICE);

        assertThat(bench.state()).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    void guestCanCloseItsGateAndGiveTheInterfaceBack() {
        GuestCalls calls = bench.startAndOpen();

        calls.closeGate(VF1);
        assertThat(bench.iommu.gate(RID1).isOpen()).isFalse();

        calls.release(VF1);
        assertThat(bench.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
        refused(Reason.NOT_BOUND, () -> calls.status(VF1));
    }

    @Test
    void abandonedDeviceHasNothingLeft() {
        bench.startAndOpen();
        int before = bench.device.requests.size();

        bench.tsm.abandon("surprise removal");

        assertThat(bench.device.requests).hasSize(before);
        assertThat(bench.tsm.isConnected()).isFalse();
        assertThat(bench.iommu.gate(RID1).isOpen()).isFalse();
        assertThat(bench.memory.ownerOf(BAR)).isEqualTo(PageOwner.FREE);
    }

    @Test
    void lostSessionTakesEverythingWithIt() {
        GuestCalls calls = bench.startAndOpen();

        bench.device.loseSession();

        assertThat(bench.tsm.isConnected()).isFalse();
        assertThat(bench.iommu.gate(RID1).isOpen()).isFalse();
        assertThat(bench.port.ide().stream(TsmOptions.DEFAULT.stream())
                        .orElseThrow()
                        .isSecure())
                .isFalse();
        refused(Reason.NOT_BOUND, () -> calls.status(VF1));
    }

    @Test
    @Tag("T-138")
    void newSessionRecoversAnInterfaceThatTheOldOneLost() {
        bench.startAndOpen();
        bench.tsm.abandon("session lost");
        bench.tsm.connect(bench.device);
        bench.tsm.bind(VF1, ALICE);

        assertThat(bench.state()).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    void destroyedGuestLosesItsInterfacesAndItsMemory() {
        bench.tsm.addPrivatePages(ALICE, 0x1000, new PageRange(0x10_0000, 2));
        bench.startAndOpen();

        bench.tsm.destroyGuest(ALICE);

        assertThat(bench.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(bench.memory.ownerOf(0x10_0000)).isEqualTo(PageOwner.FREE);
        refused(Reason.UNKNOWN_GUEST, () -> bench.tsm.callsOf(ALICE));
    }

    @Test
    void privateMemoryOfAGuestIsNotTakenByTheHypervisor() {
        bench.tsm.addPrivatePages(ALICE, 0x1000, new PageRange(0x10_0000, 1));

        MemoryResult released = bench.memory.release(new PageRange(0x10_0000, 1));
        MemoryResult given = bench.tsm.addPrivatePages(ALICE, 0x2000, new PageRange(0x10_0000, 1));

        assertThat(released.refusal().map(Refusal::reason)).contains(Refusal.Reason.PINNED);
        assertThat(given.refusal().map(Refusal::reason)).contains(Refusal.Reason.ALREADY_OWNED);
    }

    @Test
    void otherInterfaceIsNotTouched() {
        bench.startAndOpen();
        bench.tsm.bind(VF2, ALICE);

        bench.tsm.unbind(VF1);

        assertThat(bench.device.tdi(VF2).machine.state()).isEqualTo(TdiState.CONFIG_LOCKED);
    }
}
