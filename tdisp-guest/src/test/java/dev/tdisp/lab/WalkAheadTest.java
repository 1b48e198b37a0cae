package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.fault.Fault;
import dev.tdisp.core.fault.FaultEffect;
import dev.tdisp.core.fault.FaultPoint;
import dev.tdisp.core.flow.Flow;
import dev.tdisp.core.flow.Step;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.tdi.TdiEffect;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.host.tsm.TsmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WalkAheadTest {
    private static final Fault WRONG_NONCE = Fault.at(
                    FaultPoint.REQUEST, new FaultEffect.Set("START_INTERFACE_NONCE", Bytes.filled(7, 32)))
            .with("START_INTERFACE_REQUEST");

    @Test
    void thePreviewOfALockShowsTheRowOfTheTable() {
        try (Walk walk = before("Lock the interface, as the VM asks")) {
            List<TraceEvent> events = walk.lab().events();

            Preview preview = walk.preview();

            assertThat(preview.step()).hasToString(walk.peek().orElseThrow().toString());
            assertThat(preview.moves())
                    .filteredOn(move -> move.from() != move.to())
                    .singleElement()
                    .satisfies(lock -> {
                        assertThat(lock.trigger()).isEqualTo("LOCK_INTERFACE_REQUEST");
                        assertThat(lock.from()).isEqualTo(TdiState.CONFIG_UNLOCKED);
                        assertThat(lock.isMet()).isTrue();
                        assertThat(lock.effects()).contains(TdiEffect.NONCE_BORN, TdiEffect.CONFIGURATION_LOCKED);
                    });
            assertThat(preview.describe())
                    .startsWith("TSM: Lock the interface, as the VM asks\n")
                    .contains("\n  LOCK_INTERFACE_REQUEST in CONFIG_UNLOCKED -> CONFIG_LOCKED; "
                            + "no condition of L3 to L20 holds: yes; nonce born, configuration locked and tracked "
                            + "(section 11.3.8)");
            assertThat(preview.sends("LOCK_INTERFACE_RESPONSE")).isTrue();
            assertThat(walk.whyNot()).isEmpty();
            assertThat(walk.lab().events()).isEqualTo(events);
            assertThat(walk.lab().state(1)).isEqualTo(TdiState.CONFIG_UNLOCKED);
        }
    }

    @Test
    void theStepDoesWhatThePreviewSays() {
        try (Walk walk = Walk.of(Lab.builder().seed(3), 1)) {
            while (walk.hasNext()) {
                int before = walk.lab().events().size();
                Preview preview = walk.preview();
                walk.next();

                assertThat(walk.lab().eventsFrom(before)).isEqualTo(preview.events());
            }
        }
    }

    @Test
    void whatTheDeviceWouldRefuseIsKnownBefore() {
        try (Walk walk = before("Lock the interface, as the VM asks")) {
            walk.act(lab ->
                    lab.device().interfaceOf(lab.device().virtualFunction(1)).object("self test failed"));

            assertThat(walk.whyNot())
                    .hasValueSatisfying(reason -> assertThat(reason)
                            .hasToString(
                                    "LOCK_INTERFACE_REQUEST: INVALID_DEVICE_CONFIGURATION: L17, the device found another "
                                            + "problem: self test failed (section 11.3.8)"));
            assertThat(walk.preview().describe())
                    .contains("LOCK_INTERFACE_REQUEST in CONFIG_UNLOCKED is refused: INVALID_DEVICE_CONFIGURATION")
                    .contains("no condition of L3 to L20 holds: no")
                    .contains("\n  would fail: LOCK_INTERFACE_REQUEST");
            assertThatThrownBy(walk::next)
                    .hasMessage(walk.whyNot().orElseThrow().message());
        }
    }

    @Test
    void anInjectedFaultHurtsWhatComesAndNotWhatWas() {
        try (Walk walk = before("Start the interface")) {
            walk.inject(WRONG_NONCE);

            assertThat(walk.whyNot()).hasValueSatisfying(reason -> {
                assertThat(reason.reason()).startsWith("START_INTERFACE_REQUEST: INVALID_NONCE");
                assertThat(reason.clause()).isEqualTo("section 11.3.14");
            });
            assertThatThrownBy(walk::next).isInstanceOf(TsmException.class);
            assertThat(walk.lab().state(1)).isEqualTo(TdiState.CONFIG_LOCKED);
        }
    }

    @Test
    void aRewindUndoesWhatWasInjectedSince() {
        try (Walk walk = before("Start the interface")) {
            List<TraceEvent> clean = walk.lab().events();
            walk.inject(WRONG_NONCE);
            assertThatThrownBy(walk::next).isInstanceOf(TsmException.class);

            walk.rewind(1);
            walk.next();

            assertThat(walk.lab().events()).isEqualTo(clean);
            walk.runTo(Milestone.RUNNING);
            assertThat(walk.lab().state(1)).isEqualTo(TdiState.RUN);
        }
    }

    @Test
    void aForkTakesFaultsDeedsAndFailuresAlong() {
        try (Walk walk = before("Start the interface")) {
            walk.inject(WRONG_NONCE.nth(2));
            walk.act(lab -> lab.time().advance(Duration.ofSeconds(1)));
            walk.inject(WRONG_NONCE.nth(1));
            assertThatThrownBy(walk::next).isInstanceOf(TsmException.class);

            try (Walk fork = walk.fork()) {
                assertThat(fork.lab().events()).isEqualTo(walk.lab().events());
                assertThat(fork.position()).isEqualTo(walk.position());
                assertThatThrownBy(fork::next).isInstanceOf(RuntimeException.class);
            }
        }
    }

    @Test
    void faultsOnTheLinkAndOnTheWayCanBeInjectedToo() {
        try (Walk walk = Walk.of(Lab.builder().seed(3), 1)) {
            walk.runTo(Milestone.ENUMERATED);
            walk.inject(Fault.at(FaultPoint.SEND, new FaultEffect.Drop()).with("GET_VERSION"));
            assertThatThrownBy(walk::next).isInstanceOf(TsmException.class).hasMessageContaining("no response");

            walk.rewind(1);
            walk.runTo(Milestone.STREAM_SECURE);
            walk.runToTurnOf("TVM");
            walk.inject(Fault.at(FaultPoint.DOWN, new FaultEffect.Hang()));
            assertThatThrownBy(walk::next).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void whatTheGuestWouldNotAcceptIsKnownBefore() {
        LabBuilder suspicious = Lab.builder()
                .policy(usual -> AppraisalPolicy.trusting(List.of()).withReferenceValues(usual.referenceValues()));
        try (Walk walk = Walk.of(suspicious, 1, Lab::attach)) {
            walk.runTo(Milestone.REPORTED);

            assertThat(walk.whyNot()).hasValueSatisfying(reason -> {
                assertThat(reason.clause()).isEqualTo("criterion 2, identity of the device");
                assertThat(reason.message()).contains("CHAIN_TRUST");
            });
        }
    }

    @Test
    void eventsAreForeseenWithTheirRows() {
        try (Walk walk = Walk.of(Lab.builder().seed(3), 1, WalkAheadTest::disturbed)) {
            walk.runTo(Milestone.DMA_DONE);

            assertThat(walk.preview().moves()).singleElement().satisfies(move -> {
                assertThat(move.trigger()).startsWith("E9 Memory Space Enable or Bus Master Enable was cleared");
                assertThat(move.to()).isEqualTo(TdiState.ERROR);
                assertThat(move.clause()).isEqualTo("11.2.6");
            });
        }
    }

    @Test
    void oneGoesToTheTurnOfAParty() {
        try (Walk walk = Walk.of(Lab.builder().seed(3), 1)) {
            for (String actor : List.of("TSM", "TVM", "TSM", "VMM")) {
                walk.next();
                walk.runToTurnOf(actor);
                assertThat(walk.peek()).map(Step::actor).hasValue(actor);
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> walk.runToTurnOf("DSM"))
                    .withMessage("actor: no step ahead is of DSM");
        }
    }

    @Test
    void theDeviceActsBetweenTheSteps() {
        try (Walk walk = Walk.of(Lab.builder().seed(3), 1)) {
            walk.runTo(Milestone.LOCKED);
            walk.act(lab -> lab.device().hotReset());
            assertThat(walk.lab().state(1)).isEqualTo(TdiState.CONFIG_UNLOCKED);
            assertThat(walk.whyNot()).isPresent();

            walk.rewind(0);
            assertThat(walk.lab().state(1)).isEqualTo(TdiState.CONFIG_UNLOCKED);
            walk.rewind(1);
            walk.next();
            assertThat(walk.lab().state(1)).isEqualTo(TdiState.CONFIG_LOCKED);
        }
    }

    private static Flow<Milestone> disturbed(Lab lab, int vf) {
        List<Step<Milestone>> steps = new ArrayList<>(lab.attach(vf).steps());
        steps.addAll(lab.flow(Disturbance.BUS_MASTER_CLEARED, vf).steps());
        return new Flow<>("attach and disturb", steps);
    }

    private static Walk before(String step) {
        Walk walk = Walk.of(Lab.builder().seed(3), 1);
        while (!walk.peek().orElseThrow().name().equals(step)) {
            walk.next();
        }
        return walk;
    }
}
