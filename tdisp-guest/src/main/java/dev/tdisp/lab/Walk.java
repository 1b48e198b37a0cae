package dev.tdisp.lab;

import dev.tdisp.core.flow.Flow;
import dev.tdisp.core.flow.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The whole visit of a virtual function, attach and detach in a row, with a way back.
 *
 * <p>To go back, the lab is built again from its seed, and the steps before are done again: the same run, step for step. For
 * one thread at a time.
 *
 * <pre>{@code
 * try (Walk walk = Walk.of(Lab.builder().seed(7), 1)) {
 *     walk.runTo(Milestone.RUNNING);
 *     walk.rewind(3);
 *     Walk other = walk.fork(); // goes its own way from here
 * }
 * }</pre>
 */
public final class Walk implements AutoCloseable {
    private final int vf;
    private Lab lab;
    private Flow<Milestone> flow;

    private Walk(Lab lab, int vf) {
        this.vf = vf;
        this.lab = lab;
        this.flow = flow(lab, vf);
    }

    /**
     * Creates a walk before its first step.
     *
     * @param builder the lab
     * @param vf which virtual function, from 1
     * @return the walk
     * @throws IllegalArgumentException if that many are not enabled
     */
    public static Walk of(LabBuilder builder, int vf) {
        return new Walk(builder.build(), vf);
    }

    private static Flow<Milestone> flow(Lab lab, int vf) {
        List<Step<Milestone>> steps = new ArrayList<>(lab.attach(vf).steps());
        steps.addAll(lab.detach(vf).steps());
        return new Flow<>("attach and detach", steps);
    }

    /**
     * Returns the lab as it is now; after a {@link #rewind} it is another one.
     *
     * @return the lab
     */
    public Lab lab() {
        return lab;
    }

    /**
     * Returns all steps, done or not.
     *
     * @return the steps, in order
     */
    public List<Step<Milestone>> steps() {
        return flow.steps();
    }

    /**
     * Returns how many steps are done.
     *
     * @return 0 to the number of steps
     */
    public int position() {
        return flow.position();
    }

    /**
     * Tells whether a step is left.
     *
     * @return false at the end
     */
    public boolean hasNext() {
        return flow.hasNext();
    }

    /**
     * Returns the step that would be next.
     *
     * @return the step, if one is left
     */
    public Optional<Step<Milestone>> peek() {
        return flow.peek();
    }

    /**
     * Does the next step.
     *
     * @return the step that was done
     * @throws java.util.NoSuchElementException if none is left
     */
    public Step<Milestone> next() {
        return flow.next();
    }

    /** Does all steps that are left. */
    public void run() {
        flow.run();
    }

    /**
     * Does steps until a milestone is reached.
     *
     * @param milestone where to stop
     * @throws IllegalArgumentException if it is not ahead
     */
    public void runTo(Milestone milestone) {
        flow.runTo(milestone);
    }

    /**
     * Goes back.
     *
     * @param steps how many steps
     * @throws IllegalArgumentException if fewer are done
     */
    public void rewind(int steps) {
        if (steps < 0 || steps > position()) {
            throw new IllegalArgumentException("steps: %d of %d done".formatted(steps, position()));
        }
        int target = position() - steps;
        lab.close();
        lab = lab.again();
        flow = flow(lab, vf);
        flow.replay(target);
    }

    /**
     * Makes another walk that stands where this one stands.
     *
     * @return the other walk, over a lab of its own
     */
    public Walk fork() {
        var other = new Walk(lab.again(), vf);
        other.flow.replay(position());
        return other;
    }

    @Override
    public void close() {
        lab.close();
    }
}
