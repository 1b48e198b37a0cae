package dev.tdisp.lab.attack;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.lab.LabBuilder;
import dev.tdisp.lab.Milestone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Describes an attack, in the order in which it is read. */
final class AttackBuilder {
    private final String id;
    private final String title;
    private Power power = Power.CONFIGURATION;
    private Optional<Milestone> precondition = Optional.empty();
    private final List<Attack.Step> steps = new ArrayList<>();
    private Attack.Goal goal = new Attack.Goal("", scene -> false);
    private Expectation expectation = Expectation.HARMLESS;
    private String clause = "";
    private UnaryOperator<LabBuilder> setup = UnaryOperator.identity();

    AttackBuilder(String id, String title) {
        this.id = id;
        this.title = title;
    }

    AttackBuilder by(Power needed) {
        power = needed;
        return this;
    }

    AttackBuilder at(Milestone milestone) {
        precondition = Optional.of(milestone);
        return this;
    }

    AttackBuilder in(UnaryOperator<LabBuilder> change) {
        setup = change;
        return this;
    }

    AttackBuilder step(String text, Consumer<Scene> action) {
        steps.add(new Attack.Step(text, action));
        return this;
    }

    AttackBuilder goal(String text, Predicate<Scene> isReached) {
        goal = new Attack.Goal(text, isReached);
        return this;
    }

    /** The interface must be in a state at the end. */
    AttackBuilder wantsState(TdiState state) {
        return goal("the interface is in " + state, scene -> scene.state() == state);
    }

    /** The guest must have accepted the interface, which runs. */
    AttackBuilder wantsAcceptance() {
        return goal("the guest accepts and the interface runs", Scene::isAccepted);
    }

    AttackBuilder seenBy(Party party, String what) {
        expectation = Expectation.seen(party, what);
        return this;
    }

    AttackBuilder per(String where) {
        clause = where;
        return this;
    }

    Attack against(Weakness weakness) {
        return new Attack(id, title, power, precondition, steps, goal, expectation, clause, weakness, setup);
    }

    /** Against a device of the catalogue. */
    Attack against(String wrongDevice) {
        return against(Weakness.device(wrongDevice));
    }
}
