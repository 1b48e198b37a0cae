package dev.tdisp.lab.attack;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.lab.Invariants;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.LabBuilder;
import dev.tdisp.lab.Milestone;
import dev.tdisp.lab.Violation;
import java.util.List;

/**
 * Tries attacks, each in a lab of its own from one seed.
 *
 * <pre>{@code
 * Outcome outcome = new AttackRun(1).tryOut(Attacks.named("A6").orElseThrow());
 * outcome.verdict(); // DETECTED
 * }</pre>
 */
public final class AttackRun {
    private static final int VFS = 2;
    private static final String ATTACKER = "Attacker";

    private final long seed;
    private final AttackListener listener;

    /**
     * Creates a run.
     *
     * @param seed any number; the same number gives the same outcomes
     */
    public AttackRun(long seed) {
        this(seed, (lab, actor, what) -> {});
    }

    private AttackRun(long seed, AttackListener listener) {
        this.seed = seed;
        this.listener = listener;
    }

    /**
     * Returns a run of the same seed that somebody watches.
     *
     * @param watcher is told of each step when it is done
     * @return another run
     */
    public AttackRun watchedBy(AttackListener watcher) {
        return new AttackRun(seed, watcher);
    }

    /**
     * Tries an attack against the parties as they are.
     *
     * @param attack the attack
     * @return what became of it
     */
    public Outcome tryOut(Attack attack) {
        return run(attack, false);
    }

    /**
     * Tries an attack against its weakened party.
     *
     * @param attack the attack
     * @return what became of it
     * @throws IllegalArgumentException if it has none
     */
    public Outcome tryWeakened(Attack attack) {
        if (!attack.weakness().isPossible()) {
            throw new IllegalArgumentException(
                    "%s has no weakened party: %s".formatted(attack.id(), attack.weakness()));
        }
        return run(attack, true);
    }

    private Outcome run(Attack attack, boolean isWeakened) {
        var sessions = new SessionTap();
        var link = new LinkTap();
        LabBuilder builder = Lab.builder()
                .seed(seed)
                .vfs(VFS)
                .watched()
                .onTheLink(link::on)
                .parties(stand -> stand.withSessions(sessions::on));
        builder = attack.setup().apply(builder);
        if (isWeakened) {
            builder = attack.weakness().change().apply(builder);
        }
        try (var scene = new Scene(builder, sessions, link, isWeakened)) {
            attack.precondition().ifPresent(scene::attachTo);
            if (isWeakened) {
                attack.weakness().carelessness().accept(scene);
            }
            return outcome(attack, scene);
        }
    }

    private Outcome outcome(Attack attack, Scene scene) {
        scene.begin();
        listener.done(
                scene.lab(),
                "",
                attack.precondition().map(AttackRun::undisturbed).orElse("Nothing yet"));
        for (Attack.Step step : attack.steps()) {
            scene.attempt(() -> step.action().accept(scene));
            Invariants.check(scene.lab());
            listener.done(scene.lab(), ATTACKER, step.text());
        }
        List<TraceEvent> events = scene.events();
        boolean isReached = attack.goal().isReached().test(scene);
        List<Violation> violations = Invariants.check(scene.lab());
        return new Outcome(attack, scene.isWeak(), isReached, scene.observations(), violations, events);
    }

    private static String undisturbed(Milestone milestone) {
        return "Attach, undisturbed, to %s".formatted(milestone);
    }
}
