package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.Type0Header;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.Acceptance;
import dev.tdisp.guest.EngineDriver;
import dev.tdisp.guest.JobResult;
import dev.tdisp.guest.attestation.Check;
import dev.tdisp.guest.attestation.Verdict;
import dev.tdisp.guest.dma.GuestBuffer;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.Refusal;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.memory.Visibility;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.host.tsm.TsmException.Reason;
import dev.tdisp.host.tsm.TsmOptions;
import dev.tdisp.host.vmm.Bar;
import dev.tdisp.host.vmm.GuestHypercalls;
import dev.tdisp.host.vmm.GuestLayout;
import dev.tdisp.host.vmm.GuestWindow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a real hypervisor can do to a real guest with a real device, and who notices. */
class HostileHypervisorTest {
    private static final Bytes SECRET =
            Bytes.of("the guest's secret, which nobody else may see".getBytes(StandardCharsets.UTF_8));

    private final Bench bench = new Bench();

    @Test
    @Tag("T-098")
    @Tag("P-108")
    void clearedBusMasterIsNoticedByTheGuest() {
        bench.accepted();
        EngineDriver driver = bench.guest.privateDriver(bench.function);

        bench.vmm.driver().config(bench.function).clearBits(Type0Header.COMMAND, 2, Type0Header.COMMAND_BUS_MASTER);

        assertThat(bench.guest.state(bench.function)).isEqualTo(TdiState.ERROR);
        assertThat(driver.isPresent()).isFalse();
        assertThat(driver.checksum(bench.guest.heap().put(SECRET)).outcome()).isEqualTo(JobResult.Outcome.NO_DEVICE);
    }

    @Test
    @Tag("T-091")
    @Tag("T-093")
    void functionLevelResetCostsThePrivateStateAndCanBeRecovered() {
        bench.accepted();

        bench.vmm.driver().functionLevelReset(bench.function);
        assertThat(bench.guest.state(bench.function)).isEqualTo(TdiState.ERROR);

        bench.guest.unlock(bench.function);
        bench.vmm.driver().config(bench.function).setBits(Type0Header.COMMAND, 2, Type0Header.COMMAND_BUS_MASTER);
        bench.guest.lock(bench.function);
        assertThat(bench.guest.accept(bench.function).isAccepted()).isTrue();
    }

    @Test
    @Tag("T-116")
    @Tag("P-103")
    void hostReadsNothingOfARunningInterface() {
        bench.accepted();
        Bar bar = bench.bar(0);

        var result = bench.vmm.readMmio(bar.address(), 4);

        assertThat(result.refusal().map(Refusal::reason)).contains(Refusal.Reason.UNSUPPORTED_REQUEST);
        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("T-117")
    @Tag("P-104")
    void publicPageStaysReadable() {
        bench.accepted();

        assertThat(bench.vmm.readMmio(bench.bar(0).address() + 0x1000, 4).isDone())
                .isTrue();
    }

    @Test
    void forgedReportIsCaught() {
        bench.locked();
        bench.vmm.evidence().keep(bench.function, EvidenceKind.INTERFACE_REPORT, Bytes.filled(0, 20));

        Acceptance acceptance = bench.guest.accept(bench.function);

        assertThat(acceptance.verdict().failures()).containsExactly(Check.REPORT_DIGEST);
        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    void rebindingBetweenVerdictAndAcceptanceIsCaught() {
        bench.locked();
        Verdict verdict = bench.guest.appraise(bench.function);
        bench.vmm.unbind(bench.function);
        bench.vmm.bind(bench.function);

        Acceptance acceptance = bench.guest.accept(verdict);

        assertThat(acceptance)
                .isInstanceOfSatisfying(
                        Acceptance.Failed.class,
                        failed -> assertThat(failed.reason()).contains("STALE_EPOCH"));
    }

    @Test
    @Tag("T-145")
    void swappedPagesAreCaught() {
        bench.locked();
        Verdict verdict = bench.guest.appraise(bench.function);
        long guestBar = bench.window(0);
        bench.tsm.proposeMmio(
                bench.function, guestBar, new PageRange(bench.bar(0).address() + 0x3000, 1));

        Acceptance acceptance = bench.guest.accept(verdict);

        assertThat(acceptance)
                .isInstanceOfSatisfying(
                        Acceptance.Failed.class,
                        failed -> assertThat(failed.reason()).contains("WRONG_MAPPING"));
        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    void changedRecordEndsTheSessionAndClosesTheGate() {
        bench.accepted();
        bench.vmm.relay().tapResponses(object -> object.with(20, object.at(20) ^ 1));

        assertThatThrownBy(() -> bench.guest.state(bench.function))
                .isInstanceOfSatisfying(
                        TsmException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DEVICE_REFUSED));

        assertThat(bench.tsm.isConnected()).isFalse();
        assertThat(bench.iommu.gate(bench.function.requesterId()).isOpen()).isFalse();
    }

    @Test
    @Tag("T-138")
    void lostSessionIsRecoveredByANewOne() {
        bench.accepted();
        bench.vmm.relay().tapResponses(object -> Bytes.EMPTY);
        assertThatThrownBy(() -> bench.guest.state(bench.function)).isInstanceOf(TsmException.class);
        bench.vmm.relay().tapResponses(object -> object);

        bench.accepted();

        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("T-090")
    void conventionalResetLeavesNothingAndCanBeStartedOver() {
        bench.accepted();

        bench.vmm.driver().conventionalReset();

        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThatThrownBy(() -> bench.guest.state(bench.function)).isInstanceOf(TsmException.class);
        assertThat(bench.iommu.gate(bench.function.requesterId()).isOpen()).isFalse();
    }

    @Test
    void surpriseRemovalLeavesNothing() {
        bench.accepted();

        bench.vmm.surpriseRemoval();
        bench.tsm.abandon("surprise removal");

        assertThat(bench.iommu.gate(bench.function.requesterId()).isOpen()).isFalse();
        assertThat(bench.port.ide().streams()).noneMatch(stream -> stream.isKeyed());
    }

    @Test
    void removedDeviceAnswersNobody() {
        bench.accepted();

        bench.vmm.surpriseRemoval();

        assertThat(bench.tsm.unbind(bench.function)).as("stop confirmed").isFalse();
        assertThat(bench.tsm.isConnected()).isFalse();
        assertThat(bench.stateAtDevice()).isEqualTo(TdiState.RUN);
    }

    @Test
    void disabledStreamIsNoticedByTheGuest() {
        bench.accepted();

        bench.vmm.driver().ideRegisters().disable(TsmOptions.DEFAULT.stream());

        assertThat(bench.guest.state(bench.function)).isEqualTo(TdiState.ERROR);
        assertThat(bench.guest.privateDriver(bench.function).isPresent()).isFalse();
    }

    @Test
    @Tag("P-115")
    void disabledVirtualFunctionsAreGoneForTheGuest() {
        bench.accepted();

        bench.vmm.driver().disableVirtualFunctions();

        assertThatThrownBy(() -> bench.guest.state(bench.function)).isInstanceOf(TsmException.class);
        assertThat(bench.guest.privateDriver(bench.function).isPresent()).isFalse();
    }

    @Test
    @Tag("P-122")
    void untrustedTableDoesNotOpenPrivateMemory() {
        GuestBuffer secret = bench.guest.heap().put(SECRET);
        long host = bench.space().mapping(secret.address()).orElseThrow().hostPage();
        bench.vmm.mapForDevice(
                bench.function.requesterId(), PageRange.pageOf(secret.address()), new PageRange(host, 1));
        var hostile = new EngineDriver(bench.space(), bench.window(0), Visibility.SHARED, new PretendDirect());

        assertThat(hostile.checksum(secret).outcome()).isEqualTo(JobResult.Outcome.FAILED);
        assertThat(bench.vmm.readMemory(host, 8).refusal().map(Refusal::reason)).contains(Refusal.Reason.PRIVATE_PAGE);
    }

    @Test
    void anotherGuestGetsNothingOfTheInterface() {
        var other = new TvmId("other");
        bench.vmm.launch(other, GuestLayout.SMALL);
        bench.accepted();

        assertThatThrownBy(() -> bench.tsm.callsOf(other).status(bench.function))
                .isInstanceOfSatisfying(
                        TsmException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_BOUND));
        assertThatThrownBy(() -> bench.tsm.bind(bench.function, other))
                .isInstanceOfSatisfying(
                        TsmException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ALREADY_BOUND));
    }

    @Test
    void lyingAboutWindowsIsCaught() {
        Bench lying = new Bench(WindowsMoved::new).locked();

        Acceptance acceptance = lying.guest.accept(lying.function);

        assertThat(acceptance)
                .isInstanceOfSatisfying(
                        Acceptance.Failed.class,
                        failed -> assertThat(failed.reason()).contains("WRONG_MAPPING"));
    }

    @Test
    void withheldEvidenceIsNoEvidence() {
        Bench silent = new Bench(NothingToShow::new).locked();

        Verdict verdict = silent.guest.appraise(silent.function);

        assertThat(verdict.failures())
                .containsExactly(
                        Check.NEGOTIATION_DIGEST, Check.CHAIN_DIGEST, Check.MEASUREMENTS_DIGEST, Check.REPORT_DIGEST);
    }

    /** Says that every window is a page further than it is. */
    private record WindowsMoved(GuestHypercalls honest) implements GuestHypercalls {
        @Override
        public void requestBind(FunctionId function) {
            honest.requestBind(function);
        }

        @Override
        public void requestUnbind(FunctionId function) {
            honest.requestUnbind(function);
        }

        @Override
        public List<GuestWindow> windows(FunctionId function) {
            return honest.windows(function).stream()
                    .map(window -> new GuestWindow(window.bar(), window.guestAddress() + 0x1000, window.size()))
                    .toList();
        }

        @Override
        public Optional<Bytes> evidence(FunctionId function, EvidenceKind kind) {
            return honest.evidence(function, kind);
        }
    }

    /** Hands no evidence over. */
    private record NothingToShow(GuestHypercalls honest) implements GuestHypercalls {
        @Override
        public void requestBind(FunctionId function) {
            honest.requestBind(function);
        }

        @Override
        public void requestUnbind(FunctionId function) {
            honest.requestUnbind(function);
        }

        @Override
        public List<GuestWindow> windows(FunctionId function) {
            return honest.windows(function);
        }

        @Override
        public Optional<Bytes> evidence(FunctionId function, EvidenceKind kind) {
            return Optional.empty();
        }
    }
}
