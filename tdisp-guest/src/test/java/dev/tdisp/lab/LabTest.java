package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.flow.Flow;
import dev.tdisp.core.flow.Step;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.trace.RecordingTrace;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.guest.attestation.Appraiser;
import dev.tdisp.guest.attestation.Check;
import dev.tdisp.guest.attestation.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabTest {
    @Test
    void attachBringsAnInterfaceToRunAndDetachBringsItBack() {
        try (Lab lab = Lab.seeded(1)) {
            lab.attach(1).run();
            assertThat(lab.state(1)).isEqualTo(TdiState.RUN);

            lab.detach(1).run();
            assertThat(lab.state(1)).isEqualTo(TdiState.CONFIG_UNLOCKED);
            assertThat(lab.tsm().isConnected()).isFalse();
            assertThat(tdiStates(lab))
                    .containsExactly(
                            "CONFIG_UNLOCKED -> CONFIG_LOCKED", "CONFIG_LOCKED -> RUN", "RUN -> CONFIG_UNLOCKED");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ENUMERATED, CONFIG_UNLOCKED",
        "CONNECTED, CONFIG_UNLOCKED",
        "STREAM_SECURE, CONFIG_UNLOCKED",
        "LOCKED, CONFIG_LOCKED",
        "REPORTED, CONFIG_LOCKED",
        "ACCEPTED, CONFIG_LOCKED",
        "RUNNING, RUN",
        "DMA_DONE, RUN",
    })
    void attachStopsAtEachMilestoneAndGoesOnFromThere(Milestone milestone, TdiState state) {
        try (Lab lab = Lab.seeded(2)) {
            Flow<Milestone> attach = lab.attach(1);

            attach.runTo(milestone);
            assertThat(lab.state(1)).isEqualTo(state);

            attach.run();
            assertThat(lab.state(1)).isEqualTo(TdiState.RUN);
        }
    }

    @ParameterizedTest
    @CsvSource({"STOPPED, true", "DISCONNECTED, false"})
    void detachStopsAtEachMilestone(Milestone milestone, boolean isConnected) {
        try (Lab lab = Lab.seeded(2)) {
            lab.attach(1).run();

            lab.detach(1).runTo(milestone);

            assertThat(lab.state(1)).isEqualTo(TdiState.CONFIG_UNLOCKED);
            assertThat(lab.tsm().isConnected()).isEqualTo(isConnected);
        }
    }

    @Test
    void stepByStepIsTheSameAsWhole() {
        try (Lab whole = Lab.seeded(3);
                Lab stepped = Lab.seeded(3)) {
            whole.attach(1).run();

            Flow<Milestone> attach = stepped.attach(1);
            while (attach.hasNext()) {
                attach.next();
            }

            assertThat(stepped.events()).isEqualTo(whole.events());
        }
    }

    @Test
    void attachAndDetachPassEveryMilestoneOnceInOrder() {
        try (Lab lab = Lab.seeded(1)) {
            List<Milestone> milestones = List.of(lab.attach(1), lab.detach(1)).stream()
                    .flatMap(flow -> flow.steps().stream())
                    .map(Step::milestone)
                    .flatMap(Optional::stream)
                    .toList();

            assertThat(milestones).containsExactlyElementsOf(EnumSet.allOf(Milestone.class));
        }
    }

    @Test
    void theSameSeedGivesTheSameTrace() {
        assertThat(visit(4)).isEqualTo(visit(4));
    }

    @Test
    void anotherSeedGivesAnotherNonceButTheSameCourse() {
        List<TraceEvent> first = visit(4);
        List<TraceEvent> second = visit(5);

        assertThat(messages(first)).isEqualTo(messages(second));
        assertThat(bytesOf(first, "GET_MEASUREMENTS")).isNotEqualTo(bytesOf(second, "GET_MEASUREMENTS"));
    }

    @Test
    void againIsTheSameLabBeforeItsFirstStep() {
        try (Lab lab = Lab.seeded(6)) {
            lab.attach(2).run();

            try (Lab again = lab.again()) {
                assertThat(again.state(2)).isEqualTo(TdiState.CONFIG_UNLOCKED);
                again.attach(2).run();
                assertThat(again.events()).isEqualTo(lab.events());
            }
        }
    }

    @Test
    void aSecondFunctionUsesTheSessionAndStreamOfTheFirst() {
        try (Lab lab = Lab.seeded(7)) {
            lab.attach(1).run();
            int before = lab.events().size();

            lab.attach(3).run();

            assertThat(lab.state(1)).isEqualTo(TdiState.RUN);
            assertThat(lab.state(2)).isEqualTo(TdiState.CONFIG_UNLOCKED);
            assertThat(lab.state(3)).isEqualTo(TdiState.RUN);
            assertThat(messages(lab.eventsFrom(before))).doesNotContain("KEY_EXCHANGE", "KEY_PROG");
        }
    }

    @Test
    void sessionAndStreamEndWithTheLastFunction() {
        try (Lab lab = Lab.seeded(7)) {
            lab.attach(1).run();
            lab.attach(2).run();

            lab.detach(1).run();
            assertThat(lab.tsm().isConnected()).isTrue();
            assertThat(lab.state(2)).isEqualTo(TdiState.RUN);

            lab.detach(2).run();
            assertThat(lab.tsm().isConnected()).isFalse();
        }
    }

    @Test
    void aFunctionCanBeAttachedAgain() {
        try (Lab lab = Lab.seeded(8)) {
            lab.attach(1).run();
            lab.detach(1).run();

            lab.attach(1).run();

            assertThat(lab.state(1)).isEqualTo(TdiState.RUN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ENUMERATED", "CONNECTED", "STREAM_SECURE", "LOCKED", "ACCEPTED", "RUNNING"})
    void detachCleansUpFromWhereverTheAttachStopped(Milestone milestone) {
        try (Lab lab = Lab.seeded(9)) {
            lab.attach(1).runTo(milestone);

            lab.detach(1).run();

            assertThat(lab.state(1)).isEqualTo(TdiState.CONFIG_UNLOCKED);
            assertThat(lab.tsm().isConnected()).isFalse();
        }
    }

    @Test
    void closeEndsEverything() {
        Lab lab = Lab.seeded(10);
        lab.attach(1).run();

        lab.close();
        lab.close();

        assertThat(lab.state(1)).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(lab.tsm().isConnected()).isFalse();
    }

    @Test
    void dataMovesByBounceBufferBeforeTheGuestTrustsAndDirectlyAfterwards() {
        try (Lab lab = Lab.seeded(11)) {
            assertThat(lab.transfers(1)).isEqualTo(Transfers.NONE);

            lab.attach(1).run();

            Transfers transfers = lab.transfers(1);
            assertThat(transfers.bounced().bytesCopied()).isEqualTo(4096);
            assertThat(transfers.bounced().bytesDirect()).isZero();
            assertThat(transfers.direct().bytesCopied()).isZero();
            assertThat(transfers.direct().bytesDirect()).isEqualTo(4 * 65536);
        }
    }

    @Test
    void theGuestJudgesAllOfTheEvidence() {
        try (Lab lab = Lab.seeded(12)) {
            assertThat(lab.verdict(1)).isEmpty();

            lab.attach(1).runTo(Milestone.ACCEPTED);

            assertThat(lab.verdict(1)).hasValueSatisfying(verdict -> {
                assertThat(verdict.isAcceptable()).isTrue();
                assertThat(verdict.results()).hasSameSizeAs(Check.of(Appraiser.GUEST));
            });
        }
    }

    @Test
    void aGuestThatTrustsNobodyRejectsAndNothingRuns() {
        Lab built = Lab.builder()
                .policy(usual -> AppraisalPolicy.trusting(List.of()).withReferenceValues(usual.referenceValues()))
                .build();
        try (Lab lab = built) {
            Flow<Milestone> attach = lab.attach(1);

            assertThatThrownBy(attach::run).isInstanceOfSatisfying(RejectedException.class, rejected -> {
                assertThat(rejected).hasMessageContaining("CHAIN_TRUST");
                assertThat(rejected.verdict().failures()).contains(Check.CHAIN_TRUST);
            });

            assertThat(lab.state(1)).isEqualTo(TdiState.CONFIG_LOCKED);
            assertThat(lab.verdict(1)).map(Verdict::isAcceptable).hasValue(false);
            assertThat(attach.peek())
                    .hasValueSatisfying(step -> assertThat(step.milestone()).hasValue(Milestone.ACCEPTED));
        }
    }

    @Test
    void eventsGoToAnotherPlaceTooIfAsked() {
        var sink = new RecordingTrace();
        try (Lab lab = Lab.builder().trace(sink).build()) {
            lab.attach(1).runTo(Milestone.CONNECTED);

            assertThat(sink.events()).isEqualTo(lab.events()).isNotEmpty();
        }
    }

    @Test
    void anUntracedLabKeepsNoEventsAndWorksTheSame() {
        try (Lab lab = Lab.builder().untraced().build()) {
            lab.attach(1).run();

            assertThat(lab.state(1)).isEqualTo(TdiState.RUN);
            assertThat(lab.events()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 5})
    void functionsThatAreNotEnabledAreRefused(int vf) {
        try (Lab lab = Lab.builder().vfs(4).build()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> lab.attach(vf))
                    .withMessage("vf: %d is not between 1 and 4", vf);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9})
    void theDeviceCannotHaveAnyNumberOfFunctions(int vfs) {
        LabBuilder builder = Lab.builder().vfs(vfs);

        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("vfs: " + vfs);
    }

    @ParameterizedTest
    @CsvSource({
        "KEY_PROG, Key",
        "LOCK_INTERFACE_RESPONSE, START_INTERFACE_NONCE",
        "START_INTERFACE_REQUEST, START_INTERFACE_NONCE"
    })
    void keysAndNoncesStayOutOfTheTrace(String name, String fieldName) {
        List<TraceEvent.Message> messages = visit(13).stream()
                .filter(TraceEvent.Message.class::isInstance)
                .map(TraceEvent.Message.class::cast)
                .filter(message -> message.name().equals(name))
                .toList();

        assertThat(messages)
                .isNotEmpty()
                .allSatisfy(message -> assertThat(message.fields().fields())
                        .filteredOn(field -> field.name().equals(fieldName))
                        .isNotEmpty()
                        .allSatisfy(field -> assertThat(
                                        message.bytes().slice(field.offset(), field.offset() + field.length()))
                                .isEqualTo(Bytes.filled(0, field.length()))));
    }

    private static List<TraceEvent> visit(long seed) {
        try (Lab lab = Lab.seeded(seed)) {
            lab.attach(1).run();
            lab.detach(1).run();
            return lab.events();
        }
    }

    private static List<String> tdiStates(Lab lab) {
        return lab.events().stream()
                .filter(TraceEvent.StateChange.class::isInstance)
                .map(TraceEvent.StateChange.class::cast)
                .filter(change -> change.machine().equals("TDI"))
                .map(change -> change.from() + " -> " + change.to())
                .toList();
    }

    private static List<String> messages(List<TraceEvent> events) {
        return events.stream()
                .filter(TraceEvent.Message.class::isInstance)
                .map(event -> ((TraceEvent.Message) event).name())
                .toList();
    }

    private static List<String> bytesOf(List<TraceEvent> events, String name) {
        return events.stream()
                .filter(TraceEvent.Message.class::isInstance)
                .map(TraceEvent.Message.class::cast)
                .filter(message -> message.name().equals(name))
                .map(message -> message.bytes().toString())
                .toList();
    }
}
