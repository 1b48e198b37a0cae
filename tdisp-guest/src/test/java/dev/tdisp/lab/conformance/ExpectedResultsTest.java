package dev.tdisp.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is expected is compared in both directions. */
class ExpectedResultsTest {
    private static final Clause CLAUSE = new Clause("X-01", "It holds", Level.MUST, "1", "");

    private static ConformanceReport report(Verdict verdict) {
        var one = new ConformanceCase("X-01", "a case", List.of(CLAUSE), List.of(), (scene, check) -> {});
        return new ConformanceReport(
                "a device",
                1,
                List.of(new CaseResult(
                        "a device",
                        one,
                        verdict,
                        "a cause",
                        List.of(),
                        SceneRecord.NOTHING,
                        Optional.empty(),
                        1,
                        Duration.ZERO)));
    }

    private static List<ExpectedResults.Change> changes(Verdict verdict, String... lines) {
        return ExpectedResults.read(List.of(lines)).changes(report(verdict));
    }

    @Test
    void aFailureThatNobodyExplainedIsAChange() {
        assertThat(changes(Verdict.FAIL)).containsExactly(new ExpectedResults.Change("X-01", "a pass", "FAIL"));
        assertThat(changes(Verdict.SETUP_FAIL)).hasSize(1);
    }

    @Test
    void aPassThatWasExpectedToFailIsAChangeToo() {
        assertThat(changes(Verdict.STRICT_PASS, "X-01 FAIL known"))
                .containsExactly(new ExpectedResults.Change("X-01", "FAIL", "STRICT_PASS"));
        assertThat(changes(Verdict.PARTIAL_FAIL, "X-01 FAIL known")).hasSize(1);
    }

    @Test
    void whatIsExplainedAndWhatPassesIsNone() {
        assertThat(changes(Verdict.FAIL, "# a remark", "", "X-01  FAIL  known since firmware 2"))
                .isEmpty();
        assertThat(changes(Verdict.STRICT_PASS)).isEmpty();
        assertThat(changes(Verdict.CONCEPTUAL_PASS)).isEmpty();
        assertThat(changes(Verdict.NOT_APPLICABLE)).isEmpty();
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        List<String> lines = ExpectedResults.write(report(Verdict.FAIL));

        assertThat(lines).singleElement().asString().startsWith("X-01 ").endsWith("a cause");
        assertThat(ExpectedResults.read(lines).changes(report(Verdict.FAIL))).isEmpty();
    }

    @Test
    void aFileThatIsNoneIsRefused() {
        for (String line : List.of("X-01", "X-01 NOTHING because", "X-01 FAIL a\nX-01 FAIL b")) {
            assertThatThrownBy(() -> ExpectedResults.read(line.lines().toList()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
