package dev.tdisp.lab.quiz;

import dev.tdisp.core.flow.Flow;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.LifeCycle;
import dev.tdisp.lab.Milestone;
import java.util.function.BiConsumer;

/** What can be tried with an interface in ERROR. Each is really carried out. */
enum Repair {
    NOTHING_MORE("set the register as it was, and go on", (lab, rest) -> {}),
    START(
            "send START_INTERFACE_REQUEST once more",
            (lab, rest) -> lab.guest().start(lab.verdict(Repair.VF).orElseThrow())),
    LOCK(
            "send LOCK_INTERFACE_REQUEST once more",
            (lab, rest) -> lab.tsm().lock(lab.function(Repair.VF), lab.guest().id())),
    ALL_ANEW("stop the interface, and then lock, verify and start it anew", (lab, rest) -> rest.run());

    private static final int VF = 1;
    /** The steps of the recovery that lead into the error. */
    private static final int INTO_ERROR = 2;

    private final String text;
    private final BiConsumer<Lab, Flow<Milestone>> action;

    Repair(String text, BiConsumer<Lab, Flow<Milestone>> action) {
        this.text = text;
        this.action = action;
    }

    String text() {
        return text;
    }

    /** Brings an interface into ERROR, tries this, and looks whether the interface runs. */
    boolean works(long seed) {
        try (Lab lab = Lab.seeded(seed)) {
            lab.attach(VF).run();
            Flow<Milestone> recovery = lab.flow(LifeCycle.RECOVERY, VF);
            recovery.replay(INTO_ERROR);
            try {
                action.accept(lab, recovery);
            } catch (TsmException | TdispException | IllegalStateException e) {
                return false;
            }
            return lab.state(VF) == TdiState.RUN;
        }
    }
}
