package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.ide.IdeForm;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.LabBuilder;
import dev.tdisp.lab.Milestone;
import dev.tdisp.lab.Walk;
import dev.tdisp.spdm.certificate.DeviceName;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttachCommandTest {
    private static final int WIDTH = 132;

    @Test
    void theWholeWayIsPrintedAndTheExitCodeIsZero() {
        Result result = tdisp("attach");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.lines()).first().isEqualTo("tdisp attach: virtual function 1, seed 1");
        assertThat(result.out())
                .containsSubsequence(
                        "CONFIG_UNLOCKED -> CONFIG_LOCKED",
                        "CONFIG_LOCKED -> RUN",
                        "RUN -> CONFIG_UNLOCKED",
                        "The guest verified",
                        "Data moved",
                        "In the end",
                        "Done.");
    }

    @Test
    void everyMilestoneIsPrintedOnceInOrder() {
        Result result = tdisp("attach");

        assertThat(result.lines().stream()
                        .map(String::strip)
                        .filter(line -> line.startsWith("---"))
                        .map(line -> line.replace("-", " ").strip().replace(' ', '-')))
                .containsExactlyElementsOf(new MilestoneName());
    }

    @Test
    void faultsAreInjectedAndShown() {
        Result result = tdisp("attach", "--fault", "response LOCK_INTERFACE_RESPONSE#1: drop");

        assertThat(result.exitCode()).isOne();
        assertThat(result.out()).contains("LOCK_INTERFACE_RESPONSE#1: drop injected", "Not done.");
        assertThat(tdisp("attach", "--fault", "up *: explode").exitCode()).isEqualTo(2);
    }

    @Test
    void aWrongDeviceMayBeTaken() {
        Result result = tdisp("attach", "--wrong", "says-run-when-locked");

        assertThat(result.exitCode()).isOne();
        assertThat(result.out()).contains("Not done.");
        assertThat(tdisp("attach", "--wrong", "ANGRY").exitCode()).isEqualTo(2);
    }

    @Test
    void theFunctionMayAskForTranslations() {
        Result result = tdisp("attach", "--ats", "--all");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("ATS", "Done.");
        assertThat(tdisp("attach", "--all").out()).doesNotContain("ATS");
    }

    @Test
    void packetsHaveTheFormThatIsChosen() {
        Result result = tdisp("attach", "--ide-form", "pcrc,aggregation=8,partial-header=1");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("Done.");
        assertThat(new IdeFormName().convert("pcrc,aggregation=8,partial-header=1"))
                .isEqualTo(new IdeForm(true, 3, 3, 3, 1));
        assertThat(new IdeFormName()).hasSize(8);
        assertThat(tdisp("attach", "--all", "--ide-form", "partial-header=4").out())
                .isNotEqualTo(tdisp("attach", "--all").out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "crc", "pcrc,", "pcrc,pcrc", "aggregation", "aggregation=3", "partial-header=5"})
    void whatIsNoFormIsRefused(String form) {
        assertThat(tdisp("attach", "--ide-form", form).exitCode()).isEqualTo(2);
    }

    @Test
    void platformWithoutTdispHasNoFormOfIde() {
        assertThat(tdisp("attach", "--platform", "bounce", "--ide-form", "pcrc").exitCode())
                .isEqualTo(2);
    }

    @Test
    void stepsAreNumberedAndSayWhoActs() {
        List<String> headings = headings(tdisp("attach"));

        assertThat(headings).hasSizeGreaterThan(15).allMatch(line -> line.matches(" ?\\d+  (VMM|TSM|TVM)  \\S.*"));
        for (int i = 0; i < headings.size(); i++) {
            assertThat(headings.get(i).strip()).startsWith((i + 1) + " ");
        }
    }

    @Test
    void messagesOfTheSpecificationsHaveALineEach() {
        assertThat(tdisp("attach").out())
                .contains("GET_VERSION", "KEY_EXCHANGE_RSP", "FINISH_RSP", "KEY_PROG", "KP_ACK", "K_SET_GO")
                .contains("GET_TDISP_VERSION", "TDISP_CAPABILITIES", "LOCK_INTERFACE_RESPONSE")
                .contains("DEVICE_INTERFACE_REPORT", "MEASUREMENTS", "START_INTERFACE_RESPONSE")
                .contains("STOP_INTERFACE_RESPONSE", "K_SET_STOP", "END_SESSION_ACK")
                .doesNotContain("VENDOR_DEFINED_REQUEST");
    }

    @Test
    void linesAreNarrowAndHaveNoTrailingBlanks() {
        assertThat(tdisp("attach").lines())
                .allMatch(line -> line.length() <= WIDTH)
                .allMatch(line -> line.equals(line.stripTrailing()))
                .allMatch(line -> line.chars().allMatch(c -> c >= ' ' && c < 0x7F));
    }

    @Test
    void theSameSeedPrintsTheSame() {
        assertThat(tdisp("attach", "--seed", "42", "--hex")).isEqualTo(tdisp("attach", "--seed=42", "--hex"));
    }

    @Test
    void anotherSeedPrintsOtherBytes() {
        Result first = tdisp("attach", "--hex");
        Result second = tdisp("attach", "--hex", "--seed", "2");

        assertThat(second.exitCode()).isZero();
        assertThat(second.lines()).first().isEqualTo("tdisp attach: virtual function 1, seed 2");
        assertThat(headings(second)).isEqualTo(headings(first));
        assertThat(second.out()).isNotEqualTo(first.out());
    }

    @Test
    void anotherFunctionCanBeChosen() {
        Result result = tdisp("attach", "--vf", "3");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("virtual function 3", "device/VF3").doesNotContain("device/VF1");
    }

    @Test
    void hexNamesTheFieldsOfEachMessage() {
        Result result = tdisp("attach", "--hex");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).containsPattern("0000  10 +TDISPVersion").contains("MessageType");
        assertThat(tdisp("attach").out()).doesNotContain("TDISPVersion");
    }

    @Test
    void allShowsWhatIsOtherwiseCounted() {
        String brief = tdisp("attach").out();
        String all = tdisp("attach", "--all").out();

        assertThat(brief).contains(" DOE objects)").doesNotContain("SR-IOV Control");
        assertThat(all).contains("SR-IOV Control", "VENDOR_DEFINED_REQUEST").doesNotContain(" DOE objects)");
    }

    @ParameterizedTest
    @MethodSource("milestones")
    void itStopsAtEachMilestoneAndCleansUp(String milestone) {
        Result result = tdisp("attach", "--stop-at", milestone);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains("--- %s ---".formatted(milestone))
                .containsPattern("interface +CONFIG_UNLOCKED\n +SPDM session +none\n\nDone\\.\n");
    }

    static Stream<String> milestones() {
        return Stream.of(dev.tdisp.lab.Milestone.values()).map(MilestoneName::of);
    }

    @Test
    void nothingBehindTheMilestoneIsDone() {
        Result result = tdisp("attach", "--stop-at", "locked");

        assertThat(result.out())
                .contains("Clean up", "nothing; it did not get so far")
                .doesNotContain("START_INTERFACE_REQUEST", "--- reported ---");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--vf 0            | '--vf': vf: 0 is not between 1 and 4",
                "--vf 5            | '--vf': vf: 5 is not between 1 and 4",
                "--vf one          | '--vf': 'one' is not an int",
                "--seed x          | '--seed': 'x' is not a long",
                "--stop-at nowhere | 'nowhere' is not one of: enumerated, connected, stream-secure, locked",
                "--stop-at         | Missing required parameter for option '--stop-at'",
                "--what            | Unknown option: '--what'",
                "there             | Unmatched argument at index 1: 'there'",
            })
    void wrongArgumentsAreExplained(String arguments, String complaint) {
        Result result = tdisp(("attach " + arguments).split(" "));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(complaint).contains("Usage: tdisp attach");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void helpListsEveryOption(String option) {
        Result result = tdisp("attach", option);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains(
                        "--vf=N", "--seed=N", "--hex", "--all", "--stop-at=MILESTONE", "-v, --verbose", "Exit codes:");
    }

    @Test
    void aGuestThatRejectsEndsTheVisitWithAnExitCodeThatIsNotZero() {
        LabBuilder builder = Lab.builder()
                .policy(usual -> AppraisalPolicy.trusting(List.of()).withReferenceValues(usual.referenceValues()));

        Result result = visit(Walk.of(builder, 1), Optional.empty());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out())
                .contains("failed: 0000:01:00.1 is rejected: [CHAIN_TRUST]", "Clean up", "Not done.")
                .doesNotContain("-> RUN");
    }

    @Test
    void aRejectedMilestoneIsNotReached() {
        LabBuilder builder = Lab.builder().policy(usual -> usual.withDevices(Set.of(new DeviceName("A", "B", "C"))));

        assertThat(visit(Walk.of(builder, 1), Optional.of(Milestone.ACCEPTED)).exitCode())
                .isEqualTo(1);
    }

    @Test
    void aSessionThatIsLostOnTheWayIsNoSuccess() {
        Walk walk = Walk.of(Lab.builder(), 1);
        walk.runTo(Milestone.RUNNING);
        walk.lab().tsm().abandon("lost");

        Result result = visit(walk, Optional.empty());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("the registers cannot be reached", "Clean up", "Not done.");
    }

    @Test
    void nothingIsPrintedIfTheFunctionDoesNotExist() {
        assertThat(tdisp("attach", "--vf", "9").out()).isEmpty();
    }

    private static Result visit(Walk walk, Optional<Milestone> stopAt) {
        var out = new StringWriter();
        try (walk) {
            var printer = new StepPrinter(new PrintWriter(out), false, false);
            int exitCode = AttachCommand.close(AttachCommand.visit(walk, 1, stopAt, printer), printer);
            return new Result(exitCode, out.toString(), "");
        }
    }

    private static List<String> headings(Result result) {
        return result.lines().stream()
                .filter(line -> line.matches(" ?\\d+  [A-Z]+  .*"))
                .toList();
    }

    private static Result tdisp(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = Tdisp.run(new PrintWriter(out), new PrintWriter(err), args);
        return new Result(exitCode, out.toString(), err.toString());
    }

    private record Result(int exitCode, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }
}
