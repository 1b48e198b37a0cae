package dev.tdisp.lab.cli;

import dev.tdisp.lab.attack.Attack;
import dev.tdisp.lab.attack.AttackRun;
import dev.tdisp.lab.attack.Attacks;
import dev.tdisp.lab.attack.Observation;
import dev.tdisp.lab.attack.Outcome;
import dev.tdisp.lab.attack.Verdict;
import dev.tdisp.lab.render.TraceText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tdisp attack}: tries attacks, and tells who noticed. */
@Command(
        name = "attack",
        mixinStandardHelpOptions = true,
        description = {
            "Tries attacks on a device, a host and a VM, each in a lab of its own, and tells who noticed.",
            "With --weak against the party for which the rule was left out, where each must succeed."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no attack succeeded; with --weak: each did",
            "1:one succeeded, or was noticed by another than it should; with --weak: one did not succeed",
            "2:the command line is wrong"
        })
final class AttackCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Which attacks, for example A6.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--all", description = "Try all attacks.")
    private boolean isAll;

    @Option(names = "--list", description = "List the attacks, and try none.")
    private boolean isList;

    @Option(names = "--weak", description = "Try them against their weakened parties.")
    private boolean isWeak;

    @Option(names = "--trace", description = "Show what happened from the first step of each attack on.")
    private boolean showsTrace;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Another run; the same number gives the same run. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() {
        List<Attack> chosen = chosen();
        PrintWriter out = spec.commandLine().getOut();
        if (isList) {
            chosen.forEach(attack -> out.printf("%-10s  %-40s  %s%n", attack.id(), attack.power(), attack.title()));
            return ExitCode.OK;
        }
        List<Outcome> outcomes = chosen.stream().map(this::run).toList();
        out.printf(
                "attempted %d detected %d harmless %d succeeded %d%n",
                outcomes.size(),
                count(outcomes, Verdict.DETECTED),
                count(outcomes, Verdict.HARMLESS),
                count(outcomes, Verdict.SUCCEEDED));
        return outcomes.stream().allMatch(Outcome::isAsExpected) ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private List<Attack> chosen() {
        if (isAll || isList && ids.isEmpty()) {
            return Attacks.all().stream().filter(this::isPossible).toList();
        }
        if (ids.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Say which attacks: their numbers, --all or --list");
        }
        return ids.stream().map(this::named).toList();
    }

    private boolean isPossible(Attack attack) {
        return !isWeak || attack.weakness().isPossible();
    }

    private Attack named(String id) {
        Attack attack = Attacks.named(id)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "No attack '%s'; see tdisp attack --list".formatted(id)));
        if (!isPossible(attack)) {
            throw new ParameterException(
                    spec.commandLine(), "%s has no weakened party: %s".formatted(id, attack.weakness()));
        }
        return attack;
    }

    private Outcome run(Attack attack) {
        var runner = new AttackRun(seed);
        Outcome outcome = isWeak ? runner.tryWeakened(attack) : runner.tryOut(attack);
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-10s  %-9s  %s%n", attack.id(), outcome.verdict(), attack.title());
        out.printf("            %s%n", explanation(outcome));
        if (!outcome.isAsExpected()) {
            out.printf("            expected: %s%n", isWeak ? "success" : attack.expectation());
        }
        if (showsTrace || spec.commandLine().getParseResult().hasMatchedOption("-v")) {
            out.print(TraceText.render(outcome.events()));
        }
        out.flush();
        return outcome;
    }

    private static String explanation(Outcome outcome) {
        if (outcome.verdict() == Verdict.SUCCEEDED) {
            String goal = outcome.isGoalReached()
                    ? outcome.attack().goal().toString()
                    : outcome.violations().get(0).toString();
            return outcome.isWeakened()
                    ? "%s, against %s".formatted(goal, outcome.attack().weakness())
                    : goal;
        }
        return outcome.observations().stream()
                .filter(seen -> outcome.attack().expectation().by().stream().anyMatch(seen.party()::equals))
                .filter(seen ->
                        seen.what().contains(outcome.attack().expectation().what()))
                .findFirst()
                .or(() -> outcome.observations().stream().findFirst())
                .map(Observation::toString)
                .orElse("nobody noticed, and nothing is lost");
    }

    private static long count(List<Outcome> outcomes, Verdict verdict) {
        return outcomes.stream().filter(outcome -> outcome.verdict() == verdict).count();
    }
}
