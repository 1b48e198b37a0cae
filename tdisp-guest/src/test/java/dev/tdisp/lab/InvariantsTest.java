package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.Type0Header;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.dma.GuestBuffer;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.PageOwner;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.tsm.BindEpoch;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.host.tsm.GuestCalls;
import dev.tdisp.host.tsm.TsmOptions;
import dev.tdisp.host.vmm.GuestLayout;
import dev.tdisp.lab.attack.AttackRun;
import dev.tdisp.lab.attack.Attacks;
import dev.tdisp.lab.attack.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvariantsTest {
    private static final Bytes PLAN = Bytes.of("the plan that nobody else may see".getBytes(StandardCharsets.UTF_8));

    @Test
    void holdFromTheFirstStepToTheLast() {
        try (Lab lab = Lab.builder().seed(5).watched().build()) {
            lab.attach(1).run();
            lab.attach(2).run();
            lab.detach(1).run();
            lab.detach(2).run();

            assertThat(lab.violations()).isEmpty();
        }
    }

    @Test
    void watchedLabDoesWhatAnUnwatchedOneDoes() {
        try (Lab watched = Lab.builder().seed(5).watched().build();
                Lab other = Lab.builder().seed(5).build()) {
            watched.attach(1).run();
            other.attach(1).run();

            assertThat(watched.events()).isEqualTo(other.events());
        }
    }

    @Test
    void secretThatIsBouncedIsSeen() {
        try (Lab lab = Lab.builder().watched().build()) {
            lab.attach(1).runTo(Milestone.STREAM_SECURE);
            lab.attach(1).runTo(Milestone.LOCKED);
            lab.secret("the plan", PLAN);
            lab.detach(1).runTo(Milestone.STOPPED);
            lab.vmm()
                    .assign(
                            lab.vmm().driver().functions().get(2).id(),
                            lab.guest().id());
            GuestBuffer buffer = lab.guest().heap().put(PLAN);

            lab.guest().sharedDriver(lab.vmm().driver().functions().get(2).id()).checksum(buffer);

            assertThat(lab.violations()).extracting(Violation::invariant).containsOnly(Invariant.SECRETS_ARE_HIDDEN);
            assertThat(lab.violations())
                    .anySatisfy(violation -> assertThat(violation.detail()).startsWith("the plan is in shared memory"));
        }
    }

    @Test
    void deafDeviceIsFoundOut() {
        try (Lab lab = Lab.builder().watched().build()) {
            lab.attach(1).run();
            lab.device().interfaceOf(lab.device().virtualFunction(1)).machine().ignore(TdiEvent.COMMAND_ENABLE_CLEARED);

            lab.vmm()
                    .driver()
                    .config(lab.vmm().driver().functions().get(1).id())
                    .clearBits(Type0Header.COMMAND, 2, Type0Header.COMMAND_BUS_MASTER);

            assertThat(lab.state(1)).isEqualTo(TdiState.RUN);
            assertThat(lab.violations())
                    .extracting(Violation::invariant)
                    .containsExactly(Invariant.RUN_KEEPS_ITS_CONFIGURATION);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LETS_LOCKED_MSIX_CHANGE, S30, MSI-X Message Control",
        "LETS_ITSELF_BE_RENUMBERED, S45, Requester ID",
        "LETS_DEVICE_CONTROL_CHANGE, S46, Device Control",
        "LETS_SRIOV_CHANGE, S06, VF BAR2",
    })
    void registerThatIsNotTrackedIsFoundOut(String device, String attack, String register) {
        Outcome outcome = new AttackRun(1).tryWeakened(Attacks.named(attack).orElseThrow());

        assertThat(outcome.attack().weakness().description()).contains(device);
        assertThat(outcome.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.invariant()).isEqualTo(Invariant.RUN_KEEPS_ITS_CONFIGURATION);
            assertThat(violation.detail()).contains(register);
        });
    }

    @ParameterizedTest
    @CsvSource({"0, CERTIFICATE_CHAIN", "1, INTERFACE_REPORT"})
    void secretInEvidenceIsSeen(int function, EvidenceKind kind) {
        try (Lab lab = Lab.seeded(1)) {
            lab.attach(1).runTo(Milestone.REPORTED);
            lab.secret("the plan", PLAN);
            FunctionId id = lab.vmm().driver().functions().get(function).id();

            lab.vmm().evidence().keep(id, kind, Bytes.filled(0, 3).plus(PLAN));

            assertThat(violated(lab)).containsExactly(Invariant.SECRETS_ARE_HIDDEN);
        }
    }

    @Test
    void windowThatOutlivesItsBindingIsFoundOut() {
        try (Lab lab = Lab.seeded(1)) {
            lab.attach(1).runTo(Milestone.LOCKED);
            PageOwner owner = new PageOwner.Mmio(lab.function(2), lab.guest().id());
            lab.memory().assign(new PageRange(0x7000_0000, 1), owner);

            assertThat(violated(lab)).containsExactly(Invariant.PAGE_HAS_ONE_OWNER);
        }
    }

    @Test
    void gateBehindAnInsecureStreamIsFoundOut() {
        try (Lab lab = running()) {
            lab.rootPort().ide().stream(TsmOptions.DEFAULT.stream())
                    .orElseThrow()
                    .invalidate(IdeStreamEvent.CHECK_FAILED);
            assertThat(violated(lab)).isEmpty();

            lab.iommu().gate(lab.function(1).requesterId()).open("carelessness");

            assertThat(violated(lab)).containsExactly(Invariant.OPEN_GATE_IS_ACCEPTED);
        }
    }

    @Test
    void sessionThatEndsUnnoticedIsFoundOut() {
        try (Lab lab = running(TdiEvent.SESSION_ENDED, TdiEvent.DEFAULT_STREAM_INSECURE)) {
            lab.device().dsm().endSessions("device policy");

            assertThat(violated(lab)).contains(Invariant.RUN_HAS_ITS_SESSION, Invariant.RUN_HAS_ITS_STREAM);
        }
    }

    @Test
    void streamThatEndsUnnoticedIsFoundOut() {
        try (Lab lab = running(TdiEvent.DEFAULT_STREAM_INSECURE, TdiEvent.BOUND_STREAM_MODIFIED)) {
            lab.vmm().driver().ideRegisters().disable(TsmOptions.DEFAULT.stream());

            assertThat(violated(lab)).containsExactly(Invariant.RUN_HAS_ITS_STREAM);
        }
    }

    @Test
    void interfaceThatTheGuestDidNotAcceptIsFoundOut() {
        try (Lab lab = Lab.builder().watched().build()) {
            lab.attach(1).runTo(Milestone.ACCEPTED);
            lab.guest().acceptWindows(lab.verdict(1).orElseThrow());
            FunctionId function = lab.verdict(1).orElseThrow().function();
            GuestCalls stranger = lab.tsm().callsOf(lab.guest().id());
            BindEpoch epoch = stranger.status(function).epoch();
            stranger.start(function, epoch);
            stranger.openGate(function, epoch);

            assertThat(violated(lab)).contains(Invariant.RUN_IS_ACCEPTED, Invariant.OPEN_GATE_IS_ACCEPTED);
        }
    }

    @Test
    void guestMayMeasureAgainWhileItsInterfaceRuns() {
        try (Lab lab = running()) {
            lab.guest().collectEvidence(lab.verdict(1).orElseThrow().function());

            assertThat(violated(lab)).isEmpty();
        }
    }

    @Test
    void pageThatIsMappedTwiceIsFoundOut() {
        try (Lab lab = Lab.seeded(1)) {
            GuestAddressSpace space = lab.guest().space();
            long host = space.mapping(GuestLayout.SMALL.privatePages().address())
                    .orElseThrow()
                    .hostPage();
            space.mapPrivate(0x7000_0000, new PageRange(host, 1));

            assertThat(violated(lab)).containsExactly(Invariant.PAGE_HAS_ONE_OWNER);
        }
    }

    @Test
    void windowOfAnotherGuestThatIsNotAssignedIsFoundOut() {
        try (Lab lab = Lab.seeded(1)) {
            lab.attach(1).runTo(Milestone.RUNNING);
            long window = lab.vmm()
                    .driver()
                    .function(lab.function(1))
                    .orElseThrow()
                    .bar(0)
                    .address();
            lab.launch("other").space().mapShared(0x7000_0000, new PageRange(window, 1));

            assertThat(violated(lab)).containsExactly(Invariant.PAGE_HAS_ONE_OWNER);
        }
    }

    @Test
    void keyThatLeaksIntoSharedMemoryIsSeen() {
        List<Bytes> told = new ArrayList<>();
        UnaryOperator<Stand> tapped = stand -> stand.withSessions(honest -> KeyTap.on(honest, told::add));
        try (Lab lab = Lab.builder().parties(tapped).watched().build()) {
            lab.attach(1).runTo(Milestone.STREAM_SECURE);
            assertThat(lab.violations()).isEmpty();

            long shared = lab.guest()
                    .space()
                    .mapping(GuestLayout.SMALL.sharedPages().address())
                    .orElseThrow()
                    .hostPage();
            lab.vmm().powers().writeMemory(shared + 100, told.get(0));

            assertThat(violated(lab)).containsExactly(Invariant.KEYS_ARE_HIDDEN);
        }
    }

    @Test
    void unwatchedLabIsCheckedAtOneMoment() {
        try (Lab lab = Lab.seeded(1)) {
            lab.attach(1).run();

            assertThat(Invariants.check(lab)).isEmpty();
        }
    }

    private static Lab running(TdiEvent... ignored) {
        Lab lab = Lab.builder().watched().build();
        lab.attach(1).run();
        var machine = lab.device().interfaceOf(lab.device().virtualFunction(1)).machine();
        Arrays.stream(ignored).forEach(machine::ignore);
        return lab;
    }

    private static Set<Invariant> violated(Lab lab) {
        return Invariants.check(lab).stream().map(Violation::invariant).collect(Collectors.toSet());
    }
}
