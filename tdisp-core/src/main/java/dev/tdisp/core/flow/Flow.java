package dev.tdisp.core.flow;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A procedure as a list of named steps.
 *
 * <p>A step that throws is not done: the flow stays before it, and {@link #next()} tries it again. For one thread at a
 * time.
 *
 * <pre>{@code
 * flow.runTo(Milestone.LOCKED);
 * flow.peek();  // what would happen next
 * flow.next();  // let it happen
 * flow.run();   // and all the rest
 * }</pre>
 *
 * @param <M> the milestones of the flow
 */
public final class Flow<M extends Enum<M>> {
    private final String name;
    private final List<Step<M>> steps;
    private int position;

    /**
     * Creates a flow before its first step.
     *
     * @param name the procedure's name
     * @param steps its steps, in order
     */
    public Flow(String name, List<Step<M>> steps) {
        this.name = name;
        this.steps = List.copyOf(steps);
    }

    /**
     * Returns the procedure's name.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns all steps, done or not.
     *
     * @return the steps, in order
     */
    public List<Step<M>> steps() {
        return steps;
    }

    /**
     * Returns how many steps are done.
     *
     * @return 0 to the number of steps
     */
    public int position() {
        return position;
    }

    /**
     * Tells whether a step is left.
     *
     * @return false at the end
     */
    public boolean hasNext() {
        return position < steps.size();
    }

    /**
     * Returns the step that would be next.
     *
     * @return the step, if one is left
     */
    public Optional<Step<M>> peek() {
        return hasNext() ? Optional.of(steps.get(position)) : Optional.empty();
    }

    /**
     * Does the next step.
     *
     * @return the step that was done
     * @throws NoSuchElementException if none is left
     */
    public Step<M> next() {
        Step<M> step = peek().orElseThrow(() -> new NoSuchElementException("flow " + name + " is at its end"));
        step.run();
        position++;
        return step;
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
     * @throws IllegalArgumentException if no step that is left reaches it; nothing is done then
     */
    public void runTo(M milestone) {
        int target = positionOf(milestone);
        while (position < target) {
            next();
        }
    }

    /**
     * Looks ahead for a milestone.
     *
     * @param milestone what is to be reached
     * @return how many steps are done when it is reached
     * @throws IllegalArgumentException if no step that is left reaches it
     */
    public int positionOf(M milestone) {
        for (int i = position; i < steps.size(); i++) {
            if (steps.get(i).milestone().equals(Optional.of(milestone))) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("milestone %s is not ahead in flow %s".formatted(milestone, name));
    }

    /**
     * Does the first steps again on a new flow, usually over parties built anew from the same seed.
     *
     * @param count how many steps to do
     * @throws IllegalArgumentException if fewer are left
     */
    public void replay(int count) {
        if (count < 0 || count > steps.size() - position) {
            throw new IllegalArgumentException("count: %d of %d steps left".formatted(count, steps.size() - position));
        }
        for (int i = 0; i < count; i++) {
            next();
        }
    }
}
