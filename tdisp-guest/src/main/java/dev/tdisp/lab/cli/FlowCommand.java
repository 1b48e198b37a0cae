package dev.tdisp.lab.cli;

import dev.tdisp.core.flow.Flow;
import dev.tdisp.lab.Disturbance;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.LabBuilder;
import dev.tdisp.lab.LifeCycle;
import dev.tdisp.lab.Milestone;
import dev.tdisp.lab.render.DashedName;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tdisp flow}: what can become of an interface in RUN, with the state of all four parties after each step. */
@Command(
        name = "flow",
        description = {
            "Takes a virtual function into use and then lets something happen: a reboot of the VM, a lost session, an error.",
            "Prints each step, and below it the parties whose state it changed."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all steps were done, and no invariant was violated",
            "1:not so",
            "2:the command line is wrong"
        })
final class FlowCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int NOT_DONE = 1;
    private static final String ROW = "%-22s  %s%n";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "FLOW", description = "What happens; --list shows all.")
    private @Nullable String name;

    @Option(names = "--list", description = "Show what can happen.")
    private boolean isList;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Another run; the same number gives the same run. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--attach", description = "Show the steps of the attach before it too.")
    private boolean showsAttach;

    @Override
    public Integer call() {
        if (isList) {
            list(spec.commandLine().getOut());
            return DONE;
        }
        if (name == null) {
            throw new ParameterException(spec.commandLine(), "Missing required parameter: FLOW, or --list");
        }
        return run(name);
    }

    private static void list(PrintWriter out) {
        for (LifeCycle what : LifeCycle.values()) {
            out.printf(ROW, DashedName.of(what), what.sentence());
        }
        for (Disturbance what : Disturbance.values()) {
            out.printf(ROW, DashedName.of(what), "the %s %s; who sees it".formatted(what.actor(), what.sentence()));
        }
    }

    private int run(String wanted) {
        var lifeCycle = DashedName.find(LifeCycle.class, wanted);
        var disturbance = DashedName.find(Disturbance.class, wanted);
        if (lifeCycle.isEmpty() && disturbance.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "'%s' is not a flow; --list shows all".formatted(wanted));
        }
        LabBuilder builder = Lab.builder().seed(seed).watched();
        disturbance.ifPresent(what -> builder.profile(what.profile()));
        try (Lab lab = builder.build()) {
            var run = new FlowRun(lab, spec.commandLine().getOut());
            if (!run.attach(showsAttach)) {
                return NOT_DONE;
            }
            Flow<Milestone> flow = lifeCycle
                    .map(what -> lab.flow(what, FlowRun.VF))
                    .orElseGet(() -> lab.flow(disturbance.orElseThrow(), FlowRun.VF));
            return run.run(flow, wanted) ? DONE : NOT_DONE;
        }
    }
}
