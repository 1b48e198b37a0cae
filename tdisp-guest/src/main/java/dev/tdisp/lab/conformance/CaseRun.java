package dev.tdisp.lab.conformance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One case on its way to a verdict. */
final class CaseRun {
    private final ConformanceCase conformanceCase;
    private final Subject subject;
    private final long seed;
    private Verdict verdict = Verdict.SUITE_ERROR;
    private String cause = "";
    private List<Assertion> assertions = List.of();
    private SceneRecord record = SceneRecord.NOTHING;
    private Optional<String> contamination = Optional.empty();

    CaseRun(ConformanceCase conformanceCase, Subject subject, long seed) {
        this.conformanceCase = conformanceCase;
        this.subject = subject;
        this.seed = seed;
    }

    CaseResult result(Supplier<Duration> watch) {
        try (var scene = new Scene(subject, seed ^ conformanceCase.id().hashCode())) {
            var check = new Check(scene, conformanceCase);
            try {
                run(scene, check);
                contamination = scene.leave();
            } finally {
                assertions = check.assertions();
                record = scene.record();
            }
        } catch (SetupException e) {
            settle(Verdict.SETUP_FAIL, e, assertions);
        } catch (RuntimeException e) {
            settle(Verdict.SUITE_ERROR, e, assertions);
        }
        return new CaseResult(
                subject.name(), conformanceCase, verdict, cause, assertions, record, contamination, seed, watch.get());
    }

    private void run(Scene scene, Check check) {
        Optional<String> missing = missing(scene);
        if (missing.isPresent()) {
            settle(Verdict.NOT_APPLICABLE, missing.get());
            return;
        }
        try {
            scene.purpose("case");
            conformanceCase.body().run(scene, check);
            judge(check.assertions());
        } catch (Check.NotApplicable e) {
            settle(Verdict.NOT_APPLICABLE, e, check.assertions());
        }
    }

    private Optional<String> missing(Scene scene) {
        for (Capability capability : conformanceCase.needs()) {
            Capability.Finding finding = capability.look(scene);
            if (!finding.isThere()) {
                return Optional.of("%s: %s is %s".formatted(capability.name(), finding.field(), finding.value()));
            }
        }
        return Optional.empty();
    }

    private void judge(List<Assertion> made) {
        Verdict judged = CaseResult.judge(made);
        List<String> forgotten = conformanceCase.clauses().stream()
                .filter(clause ->
                        made.stream().noneMatch(assertion -> assertion.clause().equals(clause)))
                .map(Clause::id)
                .toList();
        if (judged.isPass() && !forgotten.isEmpty()) {
            settle(Verdict.SUITE_ERROR, "not looked at: " + String.join(", ", forgotten));
        } else {
            settle(
                    judged,
                    made.stream()
                            .filter(CaseRun::isWrong)
                            .findFirst()
                            .map(CaseRun::text)
                            .orElse(""));
        }
    }

    private static boolean isWrong(Assertion assertion) {
        return assertion.outcome() == Assertion.Outcome.FAIL;
    }

    private static String text(Assertion assertion) {
        String where = assertion.combination().isEmpty() ? "" : " (%s)".formatted(assertion.combination());
        return "%s%s: %s, not %s".formatted(assertion.field(), where, assertion.observed(), assertion.expected());
    }

    private static String text(RuntimeException e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    /** What ended the case does not undo what was found before. */
    private void settle(Verdict unlessFailed, RuntimeException end, List<Assertion> made) {
        settle(made.stream().anyMatch(CaseRun::isWrong) ? Verdict.FAIL : unlessFailed, text(end));
    }

    private void settle(Verdict newVerdict, String newCause) {
        verdict = newVerdict;
        cause = newCause;
    }
}
