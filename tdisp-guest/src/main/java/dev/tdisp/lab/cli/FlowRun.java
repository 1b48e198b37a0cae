package dev.tdisp.lab.cli;

import dev.tdisp.core.flow.Flow;
import dev.tdisp.core.flow.Step;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.Milestone;
import dev.tdisp.lab.PartiesState;
import dev.tdisp.lab.RejectedException;
import dev.tdisp.lab.Sighting;
import dev.tdisp.lab.Violation;
import dev.tdisp.lab.render.DashedName;
import dev.tdisp.lab.render.PartiesText;
import java.io.PrintWriter;
import java.util.List;

/** Does the steps of a flow, and prints each with the parties whose state it changed. */
final class FlowRun {
    static final int VF = 1;

    private final Lab lab;
    private final PrintWriter out;
    private int steps;

    FlowRun(Lab lab, PrintWriter out) {
        this.lab = lab;
        this.out = out;
    }

    boolean attach(boolean isShown) {
        Flow<Milestone> flow = lab.attach(VF);
        if (isShown) {
            line("Attach");
            return all(flow);
        }
        try {
            flow.run();
            return true;
        } catch (RejectedException | TsmException | IllegalStateException e) {
            line("failed: " + e.getMessage());
            return false;
        }
    }

    boolean run(Flow<Milestone> flow, String name) {
        line("Before " + name);
        PartiesText.lines(lab.parties(VF)).forEach(text -> line("      " + text));
        boolean isDone = all(flow);
        lab.sighting(VF).ifPresent(this::print);
        List<Violation> violations = lab.violations();
        violations.forEach(violation -> line("violated: " + violation));
        line(isDone && violations.isEmpty() ? "Done. No invariant was violated." : "Not done.");
        return isDone && violations.isEmpty();
    }

    private boolean all(Flow<Milestone> flow) {
        while (flow.hasNext()) {
            if (!next(flow)) {
                return false;
            }
        }
        line("");
        return true;
    }

    private boolean next(Flow<Milestone> flow) {
        Step<Milestone> step = flow.peek().orElseThrow();
        PartiesState before = lab.parties(VF);
        steps++;
        line("%2d  %s  %s".formatted(steps, step.actor(), step.name()));
        try {
            flow.next();
        } catch (RejectedException | TsmException | IllegalStateException e) {
            line("    --- failed: %s ---".formatted(e.getMessage()));
            return false;
        }
        PartiesText.changes(before, lab.parties(VF)).forEach(text -> line("      " + text));
        return true;
    }

    private void print(Sighting seen) {
        line("Who saw what");
        line("      DSM  the interface was in %s".formatted(seen.device()));
        line("      TVM  its registers %s; asked, it heard %s"
                .formatted(seen.registersAnswer() ? "answered" : "were silent", DashedName.of(seen.poll())));
        line("      TSM  before anybody asked: %s, stream %s, gate %s"
                .formatted(
                        seen.isConnected() ? "session" : "no session",
                        DashedName.of(seen.hostStream()),
                        seen.isGateOpen() ? "open" : "closed"));
        line("      VMM  found %s"
                .formatted(seen.isLogged() ? "an error in the log of the device" : "no error logged"));
        line("");
    }

    private void line(String text) {
        out.print(text.stripTrailing());
        out.print('\n');
        out.flush();
    }
}
