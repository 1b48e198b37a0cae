package dev.tdisp.lab.junit;

import dev.tdisp.lab.conformance.Assertion;
import dev.tdisp.lab.conformance.CaseResult;
import dev.tdisp.lab.conformance.Clause;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/** What became of a case, as a test for each of its clauses. */
final class ClauseTests {
    private final CaseResult result;
    private final Predicate<Clause> isBinding;

    private ClauseTests(CaseResult result, Predicate<Clause> isBinding) {
        this.result = result;
        this.isBinding = isBinding;
    }

    static Stream<DynamicTest> of(CaseResult result, Predicate<Clause> isBinding) {
        var tests = new ClauseTests(result, isBinding);
        return result.conformanceCase().clauses().stream()
                .map(clause -> DynamicTest.dynamicTest(
                        "%s %s: %s".formatted(clause.level(), clause.id(), clause.requirement()),
                        () -> tests.judge(clause)));
    }

    private void judge(Clause clause) {
        switch (result.verdict(clause)) {
            case STRICT_PASS, CONCEPTUAL_PASS -> {
                // kept
            }
            case NOT_APPLICABLE -> Assumptions.abort("not applicable: " + result.cause());
            case SETUP_FAIL ->
                Assertions.fail("the subject could not be brought to where it is asked: " + result.cause());
            case SUITE_ERROR ->
                throw new IllegalStateException("the suite went wrong, not the subject: " + result.cause());
            case PARTIAL_FAIL, FAIL -> fail(clause);
        }
    }

    private void fail(Clause clause) {
        String text = text(clause);
        if (isBinding.test(clause)) {
            Assertions.fail(text);
        }
        Assumptions.abort("a deviation: " + text);
    }

    /** In the frame that all failures have. */
    private String text(Clause clause) {
        List<String> lines = new ArrayList<>();
        lines.add("%s does not keep %s".formatted(result.subject(), clause.id()));
        result.failures().stream()
                .filter(assertion -> assertion.clause().equals(clause))
                .map(ClauseTests::lines)
                .forEach(lines::addAll);
        lines.add("  clause   : %s, %s".formatted(clause.source(), clause.requirement()));
        lines.add("  run again: -Dtdisp.seed=" + result.seed());
        return String.join("\n", lines);
    }

    private static List<String> lines(Assertion failure) {
        List<String> lines = new ArrayList<>();
        String combination = failure.combination().isEmpty() ? "" : ", " + failure.combination();
        String exchange = failure.exchange() == 0 ? "" : ", exchange %d".formatted(failure.exchange());
        lines.add("  step     : %s%s%s".formatted(failure.field(), combination, exchange));
        lines.add("  expected : " + failure.expected());
        lines.add("  but was  : " + failure.observed());
        if (!failure.note().isEmpty()) {
            lines.add("  note     : " + failure.note());
        }
        return lines;
    }
}
