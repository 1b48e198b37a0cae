package dev.tdisp.lab;

import dev.tdisp.core.flow.Flow;
import dev.tdisp.core.flow.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the flows of a lab, and remembers how far each virtual function is and what was done last. */
final class Flows {
    private final Parties parties;
    private final int vfs;
    private final Runnable afterEachStep;
    private final Map<Integer, Attachment> attachments = new HashMap<>();
    private final Map<Integer, Sightings> looks = new HashMap<>();
    private Optional<Step<Milestone>> last = Optional.empty();

    Flows(Parties parties, int vfs, Runnable afterEachStep) {
        this.parties = parties;
        this.vfs = vfs;
        this.afterEachStep = afterEachStep;
    }

    Flow<Milestone> attach(int vf) {
        Attachment attachment = attachment(vf);
        return flow(
                "attach",
                parties.usesTdisp()
                        ? new AttachSteps(parties, attachment).all()
                        : new SharedSteps(parties, attachment).all());
    }

    Flow<Milestone> detach(int vf) {
        return flow("detach", detachSteps(vf).all());
    }

    Flow<Milestone> of(LifeCycle what, int vf) {
        return flow(what.name(), what.steps(lifeCycle(vf)));
    }

    Flow<Milestone> of(Disturbance what, int vf) {
        Sightings sightings = new Sightings(parties);
        Flow<Milestone> flow = flow(what.name(), lifeCycle(vf).disturb(what, sightings));
        looks.put(vf, sightings);
        return flow;
    }

    Optional<Sighting> sighting(int vf) {
        return Optional.ofNullable(looks.get(vf)).flatMap(Sightings::seen);
    }

    Optional<Step<Milestone>> last() {
        return last;
    }

    Attachment attachment(int vf) {
        if (vf < 1 || vf > vfs) {
            throw new IllegalArgumentException("vf: %d is not between 1 and %d".formatted(vf, vfs));
        }
        return attachments.computeIfAbsent(vf, Attachment::new);
    }

    private LifeCycleSteps lifeCycle(int vf) {
        return new LifeCycleSteps(parties, attachment(vf), detachSteps(vf));
    }

    private DetachSteps detachSteps(int vf) {
        return new DetachSteps(parties, attachment(vf), this::isLast);
    }

    private boolean isLast(Attachment leaving) {
        return attachments.values().stream().noneMatch(other -> other != leaving && other.isAssigned());
    }

    private Flow<Milestone> flow(String name, List<Step<Milestone>> steps) {
        return new Flow<>(name, steps.stream().map(this::remembered).toList());
    }

    private Step<Milestone> remembered(Step<Milestone> step) {
        return step.followedBy(() -> {
            last = Optional.of(step);
            afterEachStep.run();
        });
    }
}
