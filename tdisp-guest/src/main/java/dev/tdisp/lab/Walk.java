package dev.tdisp.lab;

import dev.tdisp.core.fault.Fault;
import dev.tdisp.core.flow.Flow;
import dev.tdisp.core.flow.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The whole visit of a virtual function, attach and detach in a row, or another flow, with a way back and a look ahead.
 *
 * <p>To go back, the lab is built again from its seed, and what was done before is done again: the same run, step for step,
 * with the faults that were injected and the deeds that were done between the steps. For one thread at a time.
 *
 * <pre>{@code
 * try (Walk walk = Walk.of(Lab.builder().seed(7), 1)) {
 *     walk.runTo(Milestone.ACCEPTED);
 *     walk.preview().describe(); // what would happen next, and why
 *     walk.inject(Fault.at(FaultPoint.RESPONSE, new FaultEffect.Drop()).with("START_INTERFACE_RESPONSE").nth(1));
 *     walk.whyNot();             // why the next step would fail
 *     walk.rewind(3);            // what was injected since is gone
 *     Walk other = walk.fork();  // goes its own way from here
 * }
 * }</pre>
 */
public final class Walk implements AutoCloseable {
    private final int vf;
    private final BiFunction<Lab, Integer, Flow<Milestone>> way;
    private final List<Deed> deeds = new ArrayList<>();
    private Lab lab;
    private Flow<Milestone> flow;

    private Walk(Lab lab, int vf, BiFunction<Lab, Integer, Flow<Milestone>> way) {
        this.vf = vf;
        this.way = way;
        this.lab = lab;
        this.flow = way.apply(lab, vf);
    }

    /**
     * Creates a walk before its first step: attach and detach in a row.
     *
     * @param builder the lab
     * @param vf which virtual function, from 1
     * @return the walk
     * @throws IllegalArgumentException if that many are not enabled
     */
    public static Walk of(LabBuilder builder, int vf) {
        return of(builder, vf, Walk::inAndOut);
    }

    /**
     * Creates a walk through another flow, before its first step.
     *
     * @param builder the lab
     * @param vf which virtual function, from 1
     * @param way returns the flow of such a lab, for example {@code Lab::attach}; called again for each way back
     * @return the walk
     * @throws IllegalArgumentException if that many are not enabled
     */
    public static Walk of(LabBuilder builder, int vf, BiFunction<Lab, Integer, Flow<Milestone>> way) {
        return new Walk(builder.build(), vf, way);
    }

    private static Flow<Milestone> inAndOut(Lab lab, int vf) {
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
     * Returns which virtual function walks.
     *
     * @return the number, from 1
     */
    public int vf() {
        return vf;
    }

    /**
     * Returns the flow as it is now; after a {@link #rewind} it is another one.
     *
     * @return the flow; whoever runs it past this walk must not go back
     */
    public Flow<Milestone> flow() {
        return flow;
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
     * Returns the step that would be next. {@link #preview} says what would happen in it.
     *
     * @return the step, if one is left
     */
    public Optional<Step<Milestone>> peek() {
        return flow.peek();
    }

    /**
     * Looks ahead: what would happen in the next step. Another lab tries it, so nothing changes here.
     *
     * @return the messages, events and moves of the next step, and why it would fail if it would
     * @throws java.util.NoSuchElementException if no step is left
     */
    public Preview preview() {
        try (Walk other = fork()) {
            return new Foresight(other).next();
        }
    }

    /**
     * Looks ahead for what stands in the way of the next step.
     *
     * @return why it would fail; nothing if it would succeed
     * @throws java.util.NoSuchElementException if no step is left
     */
    public Optional<WhyNot> whyNot() {
        return preview().whyNot();
    }

    /**
     * Does the next step.
     *
     * @return the step that was done
     * @throws java.util.NoSuchElementException if none is left
     */
    public Step<Milestone> next() {
        if (flow.hasNext()) {
            // before it happens: a step that fails has happened too, and must happen again
            deeds.add(new Deed(Walk::tryNext));
        }
        return flow.next();
    }

    private void tryNext() {
        try {
            flow.next();
        } catch (RuntimeException e) {
            // as it did the first time
        }
    }

    /** Does all steps that are left. */
    public void run() {
        while (hasNext()) {
            next();
        }
    }

    /**
     * Does steps until a milestone is reached.
     *
     * @param milestone where to stop
     * @throws IllegalArgumentException if it is not ahead
     */
    public void runTo(Milestone milestone) {
        int target = flow.positionOf(milestone);
        while (position() < target) {
            next();
        }
    }

    /**
     * Does steps until a party is next.
     *
     * @param actor the party: TVM, TSM, VMM or DSM
     * @throws IllegalArgumentException if no step ahead is that party's
     */
    public void runToTurnOf(String actor) {
        boolean isAhead = steps().subList(position(), steps().size()).stream()
                .anyMatch(step -> step.actor().equals(actor));
        if (!isAhead) {
            throw new IllegalArgumentException("actor: no step ahead is of " + actor);
        }
        while (!steps().get(position()).actor().equals(actor)) {
            next();
        }
    }

    /**
     * Lets something go wrong from now on, at any hook of the lab. Occasions are counted from now.
     *
     * @param fault what goes wrong
     */
    public void inject(Fault fault) {
        act(there -> there.parties.inject(fault));
    }

    /**
     * Does something between the steps, which is not part of the flow, for example {@code lab -> lab.device().hotReset()}.
     *
     * @param deed what to do; done again on the way back and in forks, so it must use nothing but the lab it is given
     */
    public void act(Consumer<Lab> deed) {
        deeds.add(new Deed(walk -> deed.accept(walk.lab)));
        deed.accept(lab);
    }

    /**
     * Goes back to the moment at which a step had just been done. What was injected or done since then is undone.
     *
     * @param steps how many steps
     * @throws IllegalArgumentException if fewer are done
     */
    public void rewind(int steps) {
        if (steps < 0 || steps > position()) {
            throw new IllegalArgumentException("steps: %d of %d done".formatted(steps, position()));
        }
        int target = position() - steps;
        List<Deed> before = List.copyOf(deeds);
        lab.close();
        lab = lab.again();
        flow = way.apply(lab, vf);
        deeds.clear();
        for (Deed deed : before) {
            if (steps > 0 && position() == target) {
                return;
            }
            redo(deed);
        }
    }

    private void redo(Deed deed) {
        deeds.add(deed);
        deed.action.accept(this);
    }

    /**
     * Makes another walk that stands where this one stands.
     *
     * @return the other walk, over a lab of its own
     */
    public Walk fork() {
        var other = new Walk(lab.again(), vf, way);
        deeds.forEach(other::redo);
        return other;
    }

    @Override
    public void close() {
        lab.close();
    }

    /** Something that was done, and can be done again. */
    private record Deed(Consumer<Walk> action) {}
}
