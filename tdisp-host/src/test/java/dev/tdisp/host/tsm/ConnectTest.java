package dev.tdisp.host.tsm;

import static dev.tdisp.host.tsm.TsmBench.ALICE;
import static dev.tdisp.host.tsm.TsmBench.RID1;
import static dev.tdisp.host.tsm.TsmBench.VF1;
import static dev.tdisp.host.tsm.TsmBench.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.ide.KeySlotState;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.tsm.TsmException.Reason;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.crypto.Hash;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ConnectTest {
    private final TsmBench bench = new TsmBench();

    @Test
    @Tag("P-064")
    @Tag("P-090")
    void linkIsSecureAtBothEnds() {
        bench.tsm.connect(bench.device);

        assertThat(bench.port.ide().stream(TsmOptions.DEFAULT.stream())
                        .orElseThrow()
                        .isSecure())
                .isTrue();
        assertThat(bench.device.ide.streams().get(0).isSecure()).isTrue();
    }

    @Test
    void nothingWorksBefore() {
        refused(Reason.NOT_CONNECTED, () -> bench.tsm.bind(VF1, ALICE));
        refused(Reason.NOT_CONNECTED, bench.tsm::secureLink);
        refused(Reason.NOT_CONNECTED, bench.tsm::refreshKeys);
    }

    @Test
    void sessionEndsIfTheHypervisorDoesNotTakeTheEvidence() {
        var careless = new FakeDsm(bench.env) {
            @Override
            public void keep(FunctionId function, EvidenceKind kind, Bytes evidence) {
                throw new IllegalStateException("no room");
            }
        };
        var tsm =
                new TeeSecurityManager(bench.port, bench.memory, bench.iommu, careless, TsmOptions.DEFAULT, bench.env);

        assertThatThrownBy(() -> tsm.connect(careless)).hasMessage("no room");

        assertThat(careless.sessionEnded).isTrue();
        assertThat(tsm.isConnected()).isFalse();
    }

    @Test
    void oneSessionIsEnough() {
        bench.tsm.connect(bench.device);

        refused(Reason.ALREADY_CONNECTED, () -> bench.tsm.connect(bench.device));
    }

    @Test
    @Tag("P-071")
    void deviceThatNamesAnotherFunctionIsRefused() {
        bench.device.claimed = new FunctionId(0, RequesterId.of(2, 0, 0));

        refused(Reason.WRONG_DEVICE, () -> bench.tsm.connect(bench.device));

        assertThat(bench.tsm.isConnected()).isFalse();
        assertThat(bench.device.sessionEnded).isTrue();
    }

    @Test
    void hypervisorThatDoesNotEnableTheStreamIsCaught() {
        bench.device.forgetsToEnable = true;

        refused(Reason.STREAM_NOT_SECURE, () -> bench.tsm.connect(bench.device));

        assertThat(bench.port.ide().stream(TsmOptions.DEFAULT.stream())
                        .orElseThrow()
                        .isSecure())
                .isFalse();
    }

    @Test
    @Tag("P-081")
    @Tag("T-097")
    void refreshedKeysKeepTheStreamSecure() {
        bench.startAndOpen();

        bench.tsm.refreshKeys();

        IdeStream atDevice = bench.device.ide.streams().get(0);
        assertThat(KeySlotId.of(KeySet.K1)).allMatch(slot -> atDevice.slotState(slot) == KeySlotState.ACTIVE);
        assertThat(bench.state()).isEqualTo(TdiState.RUN);
        assertThat(bench.iommu.gate(RID1).isOpen()).isTrue();
    }

    @Test
    void certificateChainGoesToTheHypervisorAndItsDigestStays() {
        GuestCalls calls = bench.connectAndBind();

        Bytes digest = Hash.of(HashAlgorithm.SHA_384).digest(FakeDsm.CHAIN);
        assertThat(bench.device.kept.get(FakeDsm.PF)).containsEntry(EvidenceKind.CERTIFICATE_CHAIN, FakeDsm.CHAIN);
        assertThat(calls.status(VF1).digests().of(EvidenceKind.CERTIFICATE_CHAIN))
                .contains(digest);
    }

    @Test
    void negotiationGoesToTheHypervisorAndItsDigestStays() {
        GuestCalls calls = bench.connectAndBind();

        Bytes digest = Hash.of(HashAlgorithm.SHA_384).digest(FakeDsm.NEGOTIATION);
        assertThat(bench.device.kept.get(FakeDsm.PF)).containsEntry(EvidenceKind.NEGOTIATION, FakeDsm.NEGOTIATION);
        assertThat(calls.status(VF1).digests().of(EvidenceKind.NEGOTIATION)).contains(digest);
    }

    @Test
    void disconnectStopsInterfacesBeforeTheSessionEnds() {
        bench.startAndOpen();

        bench.tsm.disconnect();

        assertThat(bench.device.requests).last().isEqualTo("GET_DEVICE_INTERFACE_STATE");
        assertThat(bench.device.requests).contains("STOP_INTERFACE_REQUEST");
        assertThat(bench.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(bench.device.sessionEnded).isTrue();
        assertThat(bench.device.ide.streams().get(0).isKeyed()).isFalse();
    }
}
