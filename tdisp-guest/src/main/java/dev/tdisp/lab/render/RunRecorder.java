package dev.tdisp.lab.render;

import dev.tdisp.core.flow.Flow;
import dev.tdisp.core.flow.Step;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.host.platform.PlatformProfile;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.Milestone;
import dev.tdisp.lab.RejectedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Does the steps of flows and writes down each, with what happened and what the parties had in their books after it.
 *
 * <pre>{@code
 * var recorder = new RunRecorder(lab, 1);
 * recorder.run(lab.attach(1));
 * recorder.run(lab.detach(1));
 * RecordedRun run = recorder.recorded("attach and detach");
 * }</pre>
 *
 * <p>For one thread at a time.
 */
public final class RunRecorder {
    private final Lab lab;
    private final int vf;
    private final List<RecordedStep> steps = new ArrayList<>();
    private final Map<String, String> facts = new LinkedHashMap<>();
    private int seen;

    /**
     * Creates a recorder. What happened in the lab before is in its first step.
     *
     * @param lab the lab, traced
     * @param vf the virtual function whose parties are looked at, from 1
     */
    public RunRecorder(Lab lab, int vf) {
        this.lab = lab;
        this.vf = vf;
        facts.put("seed", Long.toString(lab.seed()));
        facts.put("vf", Integer.toString(vf));
    }

    /**
     * Has the run told in a platform's words.
     *
     * @param platform whose words
     * @return this
     */
    public RunRecorder inWordsOf(PlatformProfile platform) {
        facts.put(RecordedRun.PLATFORM, platform.key());
        return this;
    }

    /**
     * Does all steps of a flow, or those before one that fails.
     *
     * @param flow the flow
     * @return true if none failed
     */
    public boolean run(Flow<Milestone> flow) {
        return runTo(flow, Optional.empty());
    }

    /**
     * Does the steps of a flow until a milestone is reached, its end, or a step that fails.
     *
     * @param flow the flow
     * @param milestone where to stop, if not at the end
     * @return true if none failed
     */
    public boolean runTo(Flow<Milestone> flow, Optional<Milestone> milestone) {
        while (flow.hasNext()) {
            Step<Milestone> step = flow.peek().orElseThrow();
            Optional<String> failure = attempt(flow);
            steps.add(record(step, failure));
            if (failure.isPresent()) {
                return false;
            }
            if (milestone.isPresent() && step.milestone().equals(milestone)) {
                return true;
            }
        }
        return true;
    }

    /**
     * Writes down as a step what happened since the last one.
     *
     * @param actor who did it; empty if nobody did
     * @param name what it was
     */
    public void note(String actor, String name) {
        steps.add(step(actor, name, Optional.empty(), Optional.empty()));
    }

    /** Does a step; of a reason for failure, the first line: what led to it is in the trace. */
    private static Optional<String> attempt(Flow<Milestone> flow) {
        try {
            flow.next();
            return Optional.empty();
        } catch (RejectedException | TsmException | IllegalStateException e) {
            return Optional.of(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason is known"));
        }
    }

    private RecordedStep record(Step<Milestone> step, Optional<String> failure) {
        Optional<String> reached =
                failure.isPresent() ? Optional.empty() : step.milestone().map(DashedName::of);
        return step(step.actor(), step.name(), reached, failure);
    }

    private RecordedStep step(String actor, String name, Optional<String> reached, Optional<String> failure) {
        List<TraceEvent> events = lab.eventsFrom(seen);
        seen += events.size();
        return new RecordedStep(actor, name, events, PartiesText.views(lab.parties(vf)), reached, failure);
    }

    /**
     * Returns what was done so far.
     *
     * @param title what it is
     * @return the run
     */
    public RecordedRun recorded(String title) {
        return new RecordedRun(title, facts, steps);
    }
}
