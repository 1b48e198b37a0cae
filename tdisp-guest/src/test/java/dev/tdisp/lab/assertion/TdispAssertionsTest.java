package dev.tdisp.lab.assertion;

import static dev.tdisp.core.message.RequestCode.LOCK_INTERFACE_REQUEST;
import static dev.tdisp.core.message.RequestCode.STOP_INTERFACE_REQUEST;
import static dev.tdisp.lab.assertion.TdiMove.LOCKED_TO_RUN;
import static dev.tdisp.lab.assertion.TdiMove.RUN_TO_ERROR;
import static dev.tdisp.lab.assertion.TdiMove.RUN_TO_UNLOCKED;
import static dev.tdisp.lab.assertion.TdiMove.UNLOCKED_TO_LOCKED;
import static dev.tdisp.lab.assertion.TdispAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.message.GetTdispVersion;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.InterfaceFeature;
import dev.tdisp.core.report.InterfaceInfo;
import dev.tdisp.core.report.MmioAttribute;
import dev.tdisp.core.report.MmioAttributes;
import dev.tdisp.core.report.MmioRange;
import dev.tdisp.core.tdi.LockCheck;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.guest.attestation.Check;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.Milestone;
import dev.tdisp.lab.render.TraceText;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TdispAssertionsTest {
    private static final StreamId STREAM = new StreamId(1);
    private static final FunctionId FUNCTION = new FunctionId(0, RequesterId.of(1, 0, 1));
    private static Lab running;
    private static Lab refused;

    @BeforeAll
    static void runOneLabAndHaveOneRefused() {
        running = Lab.builder().seed(42).watched().build();
        running.attach(1).runTo(Milestone.RUNNING);
        refused = Lab.seeded(7);
        refused.attach(1).runTo(Milestone.STREAM_SECURE);
        refused.device().interfaceOf(refused.device().virtualFunction(1)).object("self test failed");
        assertThatThrownBy(refused.attach(1)::run).isInstanceOf(TsmException.class);
    }

    @AfterAll
    static void close() {
        running.close();
        refused.close();
    }

    @Test
    void whatIsSoPasses() {
        assertThat(running).keptItsInvariants().leakedNoSecret().tdi(1).runs().isLocked();
        assertThat(running.tdi(1))
                .isInState(TdiState.RUN)
                .isNotInState(TdiState.ERROR)
                .wentThrough(UNLOCKED_TO_LOCKED, LOCKED_TO_RUN)
                .isAccepted();
        assertThat(running.tdi(2)).isUnlocked();
        assertThat(running.tdi(1).verdict().orElseThrow()).leavesOpen(Check.DEVICE_PINNED);
        assertThat(running.tdi(1).evidence().orElseThrow())
                .isOfOneEpoch()
                .has(EvidenceKind.values())
                .report()
                .has(InterfaceFeature.NO_FW_UPDATE)
                .hasNo(InterfaceFeature.ATS_ENABLED)
                .makesSense();
        assertThat(running.events())
                .containsTransitions(UNLOCKED_TO_LOCKED, LOCKED_TO_RUN)
                .containsExactlyTransitions(UNLOCKED_TO_LOCKED, LOCKED_TO_RUN)
                .containsMessages("GET_VERSION", "KEY_EXCHANGE", "KEY_PROG", "LOCK_INTERFACE_REQUEST")
                .containsNoMessage("STOP_INTERFACE_REQUEST")
                .refusesNothing()
                .happensAs(running.events())
                .leakedNoSecret(Bytes.fromHex("00112233445566778899"));
        assertThat(running.device())
                .hasSessions(1)
                .runsFirmware(running.device().firmware().running().version())
                .virtualFunction(1)
                .runs()
                .hasNoNonce();
        assertThat(refused.events()).refused(LOCK_INTERFACE_REQUEST).with(LockCheck.L17.code());
        assertThat(refused.tdi(1)).refused(LOCK_INTERFACE_REQUEST);
    }

    @Test
    void anotherStateShowsWithClauseStepAndSeed() {
        FailureText.expect(() -> assertThat(running.tdi(1)).isUnlocked(), """
                VF1 is in another state
                  step     : TSM: Open the DMA gate
                  expected : CONFIG_UNLOCKED
                  but was  : RUN
                  clause   : TDISP 11.2
                  run again: -Dtdisp.seed=42
                """);
        FailureText.expect(() -> assertThat(running.tdi(1)).isNotInState(TdiState.RUN), """
                VF1 is in RUN
                  step     : TSM: Open the DMA gate
                  expected : another state than RUN
                  but was  : RUN
                  clause   : TDISP 11.2
                  run again: -Dtdisp.seed=42
                """);
        FailureText.expect(() -> assertThat(running.tdi(2)).isLocked(), """
                VF2 is not locked
                  step     : TSM: Open the DMA gate
                  expected : CONFIG_LOCKED or RUN
                  but was  : CONFIG_UNLOCKED
                  clause   : TDISP 11.2
                  run again: -Dtdisp.seed=42
                """);
    }

    @Test
    void theEndOfTheTraceShows() {
        assertThatThrownBy(() -> assertThat(running.tdi(1)).isUnlocked())
                .hasMessageContaining("  trace    :\n    #")
                .hasMessageContaining("GET_DEVICE_INTERFACE_STATE");
    }

    @Test
    void aMissingTransitionShowsWithItsClause() {
        FailureText.expect(
                () -> assertThat(running.events()).containsTransitions(UNLOCKED_TO_LOCKED, RUN_TO_UNLOCKED), """
                The trace lacks the transition RUN -> CONFIG_UNLOCKED
                  expected : [CONFIG_UNLOCKED -> CONFIG_LOCKED, RUN -> CONFIG_UNLOCKED]
                  but was  : [CONFIG_UNLOCKED -> CONFIG_LOCKED, CONFIG_LOCKED -> RUN]
                  clause   : TDISP 11.3.16
                """);
        FailureText.expect(() -> assertThat(running.tdi(1)).wentThrough(RUN_TO_ERROR), """
                VF1 lacks the transition RUN -> ERROR
                  step     : TSM: Open the DMA gate
                  expected : [RUN -> ERROR]
                  but was  : [CONFIG_UNLOCKED -> CONFIG_LOCKED, CONFIG_LOCKED -> RUN]
                  clause   : TDISP 11.2
                  run again: -Dtdisp.seed=42
                """);
        FailureText.expect(() -> assertThat(running.events()).containsExactlyTransitions(), """
                The trace has other transitions
                  expected : []
                  but was  : [CONFIG_UNLOCKED -> CONFIG_LOCKED, CONFIG_LOCKED -> RUN]
                  clause   : TDISP 11.2
                """);
    }

    @Test
    void aRequestThatWasNotRefusedShowsWithItsAnswer() {
        FailureText.expect(() -> assertThat(running.events()).refused(LOCK_INTERFACE_REQUEST), """
                LOCK_INTERFACE_REQUEST was not refused
                  expected : TDISP_ERROR
                  but was  : LOCK_INTERFACE_RESPONSE
                  clause   : TDISP 11.3.8
                """);
        FailureText.expect(() -> assertThat(running.events()).refused(STOP_INTERFACE_REQUEST), """
                STOP_INTERFACE_REQUEST was not refused
                  expected : TDISP_ERROR
                  but was  : the request was not sent
                  clause   : TDISP 11.3.16
                """);
    }

    @Test
    void aRefusalForAnotherReasonShowsWithItsCode() {
        FailureText.expect(
                () -> assertThat(refused.tdi(1)).refused(LOCK_INTERFACE_REQUEST).with(TdispErrorCode.BUSY), """
                LOCK_INTERFACE_REQUEST was refused for another reason
                  step     : TVM: Use it without trust, by bounce buffers
                  expected : BUSY
                  but was  : INVALID_DEVICE_CONFIGURATION
                  clause   : TDISP 11.3.8
                  run again: -Dtdisp.seed=7
                """);
        FailureText.expect(() -> assertThat(refused.events()).refusesNothing(), """
                LOCK_INTERFACE_REQUEST was refused
                  expected : no TDISP_ERROR
                  but was  : TDISP_ERROR INVALID_DEVICE_CONFIGURATION
                  clause   : TDISP 11.3.8
                """);
    }

    @Test
    void theFirstDifferenceOfTwoRunsShows() {
        List<TraceEvent> all = running.events();
        FailureText.expect(() -> assertThat(all.subList(0, 3)).happensAs(all.subList(0, 2)), """
                The traces part at event #3
                  expected : the end of the trace
                  but was  : %s
                """.formatted(
                        TraceText.line(all.get(2))));
    }

    @Test
    void messagesThatAreMissingOrTooManyShow() {
        List<TraceEvent> none = List.of();
        FailureText.expect(() -> assertThat(none).containsMessages("GET_VERSION"), """
                The trace lacks the message GET_VERSION
                  expected : GET_VERSION
                  but was  : nothing
                """);
        FailureText.expect(() -> assertThat(running.events()).containsNoMessage("GET_VERSION"), """
                The trace has such messages
                  expected : no GET_VERSION
                  but was  : [GET_VERSION]
                """);
    }

    @Test
    void aSecretInAMessageShowsTheMessageAndNotTheSecret() {
        Bytes version = new GetTdispVersion(TdispHeader.of(InterfaceId.of(FUNCTION))).toBytes();

        FailureText.expect(() -> assertThat(running.events()).leakedNoSecret(version), """
                A message shows a secret
                  expected : no secret
                  but was  : tsm -> device     TDISP   GET_TDISP_VERSION                     0000:01:00.1
                """);
        assertThatIllegalStateException()
                .isThrownBy(() -> assertThat(refused).leakedNoSecret())
                .withMessage("the lab is not watched: nobody looked");
    }

    @Test
    void aVerdictShowsItsReasons() {
        var evidence = running.tdi(1).evidence().orElseThrow();
        AppraisalPolicy nobody = AppraisalPolicy.trusting(List.of());

        assertThat(evidence).judgedBy(nobody, Instant.EPOCH).isRejectedBecause(Check.CHAIN_TRUST);
        assertThatThrownBy(() ->
                        assertThat(evidence).judgedBy(nobody, Instant.EPOCH).isAccepted())
                .hasMessageContaining(
                        "0000:01:00.1 is rejected\n  expected : accepted\n  but was  : FAILED CHAIN_TRUST")
                .hasMessageContaining("clause   : criterion 2, identity of the device");
        assertThatThrownBy(() -> assertThat(evidence)
                        .in(running)
                        .judgedBy(nobody, Instant.EPOCH)
                        .isRejectedBecause(Check.LOCK_FLAGS))
                .hasMessageContaining("0000:01:00.1 is rejected, but not because of LOCK_FLAGS")
                .hasMessageContaining("expected : not so: lock flags are those that are required")
                .hasMessageContaining("clause   : criterion 6, lock flags\n  trace    :");
        FailureText.expect(() -> assertThat(running.tdi(1)).isRejectedBecause(Check.LOCK_FLAGS), """
                0000:01:00.1 is accepted
                  step     : TSM: Open the DMA gate
                  expected : rejected
                  but was  : accepted
                  run again: -Dtdisp.seed=42
                """);
    }

    @Test
    void whatTheGuestHasNotShows() {
        FailureText.expect(() -> assertThat(running.tdi(2)).verdict(), """
                The guest has not judged VF2
                  step     : TSM: Open the DMA gate
                  expected : a verdict
                  but was  : none
                  clause   : TDISP 11.3.13
                  run again: -Dtdisp.seed=42
                """);
        FailureText.expect(() -> assertThat(running.tdi(2)).report(), """
                The guest has no evidence of VF2
                  step     : TSM: Open the DMA gate
                  expected : evidence
                  but was  : none
                  clause   : TDISP 11.3.10
                  run again: -Dtdisp.seed=42
                """);
    }

    @Test
    void aReportShowsWhatIsWrongInIt() {
        var open = new MmioRange(1, 1, MmioAttributes.of(MmioAttribute.IS_NON_TEE_MEM), 0);
        var report = DeviceInterfaceReport.of(InterfaceInfo.NONE, List.of(open, open), Bytes.EMPTY);

        FailureText.expect(
                () -> assertThat(report).has(InterfaceFeature.NO_FW_UPDATE), """
                The report lacks NO_FW_UPDATE
                  expected : [NO_FW_UPDATE]
                  but was  : %s
                  clause   : TDISP 11.3.11
                """.formatted(InterfaceInfo.NONE));
        FailureText.expect(() -> assertThat(report).hasRanges(1), """
                The report has another number of ranges
                  expected : 1
                  but was  : 2
                  clause   : TDISP 11.3.11
                """);
        FailureText.expect(() -> assertThat(report).hasOnlyTeeMemory(), """
                A range is not TEE memory
                  expected : no range with IS_NON_TEE_MEM
                  but was  : %s
                  clause   : TDISP 11.3.11
                """.formatted(open));
        assertThatThrownBy(() -> assertThat(report).makesSense())
                .hasMessageContaining("The report makes no sense")
                .hasMessageContaining("overlaps");
    }

    @Test
    void aDeviceShowsWhatIsInIt() {
        FailureText.expect(() -> assertThat(refused.device()).hasSessions(2), """
                Device device has another number of sessions
                  expected : 2
                  but was  : 1: [%sh]
                  clause   : SPDM 10.16
                """.formatted("%08X"
                .formatted(refused.device().dsm().spdm().sessions().get(0))));
        FailureText.expect(
                () -> assertThat(refused.device()).hasSecureStream(new StreamId(99)), """
                A stream of device device is not secure
                  expected : %s secure
                  but was  : not secure
                  clause   : PCIe 6.33
                """.formatted(new StreamId(99)));
        FailureText.expect(() -> assertThat(refused.device()).runsFirmware("9"), """
                Device device runs other firmware
                  expected : 9
                  but was  : %s
                """.formatted(
                        refused.device().firmware().running().version()));
        FailureText.expect(() -> assertThat(refused.device()).virtualFunction(1).isLockedBy(5), """
                Interface VF1 is not locked by that session
                  expected : session 00000005h
                  but was  : no session
                  clause   : TDISP 11.3.8
                """);
    }

    @Test
    void bothEntryPointsLiveInOneFile() {
        assertThat(List.of(1, 2)).hasSize(2);
        assertThat("text").isNotEmpty();
        assertThat(running.device().idePort().stream(STREAM)).isNotNull();
    }
}
