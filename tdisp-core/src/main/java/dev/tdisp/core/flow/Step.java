package dev.tdisp.core.flow;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One step of a flow.
 *
 * @param <M> the milestones of the flow
 */
public final class Step<M extends Enum<M>> {
    private final String actor;
    private final String name;
    private final Runnable action;
    private final @Nullable M milestone;

    private Step(String actor, String name, Runnable action, @Nullable M milestone) {
        this.actor = Objects.requireNonNull(actor);
        this.name = Objects.requireNonNull(name);
        this.action = Objects.requireNonNull(action);
        this.milestone = milestone;
    }

    /**
     * Creates a step.
     *
     * @param <M> the milestones of the flow
     * @param actor the party that acts
     * @param name what it does
     * @param action does it
     * @return the step
     */
    public static <M extends Enum<M>> Step<M> of(String actor, String name, Runnable action) {
        return new Step<>(actor, name, action, null);
    }

    /**
     * Returns the same step with a milestone at its end.
     *
     * @param reached what is reached when the step is done
     * @return the step
     */
    public Step<M> reaching(M reached) {
        return new Step<>(actor, name, action, reached);
    }

    /**
     * Returns the same step with something more at its end.
     *
     * @param more is done behind what the step does
     * @return the step
     */
    public Step<M> followedBy(Runnable more) {
        Runnable both = () -> {
            action.run();
            more.run();
        };
        return new Step<>(actor, name, both, milestone);
    }

    /**
     * Returns who acts.
     *
     * @return the party's name
     */
    public String actor() {
        return actor;
    }

    /**
     * Returns what is done.
     *
     * @return the step's name
     */
    public String name() {
        return name;
    }

    /**
     * Returns what is reached when the step is done.
     *
     * @return the milestone, if the step has one
     */
    public Optional<M> milestone() {
        return Optional.ofNullable(milestone);
    }

    void run() {
        action.run();
    }

    @Override
    public String toString() {
        return actor + ": " + name;
    }
}
