package dev.tdisp.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * What must hold in a lab whatever happens, checked against all four parties past every protection.
 *
 * <p>{@link #check} looks at one moment, and sends nothing. A lab that is {@linkplain LabBuilder#watched() watched} checks
 * itself: each byte that the hypervisor can see when it comes to be seen, the states of the parties each time the link comes
 * to rest, everything else after each step of a flow.
 *
 * <pre>{@code
 * try (Lab lab = Lab.builder().watched().build()) {
 *     lab.secret("the plan", plan);
 *     lab.attach(1).run();
 *     lab.violations(); // none
 * }
 * }</pre>
 */
public final class Invariants {
    private Invariants() {}

    /**
     * Checks all invariants at this moment. What is under way in a lab that is watched counts too: what was found before is
     * part of the answer.
     *
     * @param lab the lab
     * @return what does not hold, each once; empty if all is well
     */
    public static List<Violation> check(Lab lab) {
        return lab.check();
    }

    /** Checks what holds even between the steps of a procedure, whenever nothing is under way on the link. */
    static List<Violation> atRest(Parties parties) {
        List<Violation> violations = new ArrayList<>();
        for (int vf = 1; vf <= parties.vfs(); vf++) {
            new InterfaceInvariants(parties, vf).addTo(violations);
        }
        return violations;
    }

    /** Checks what holds between the steps of a flow. */
    static List<Violation> everything(Parties parties) {
        List<Violation> violations = atRest(parties);
        MemoryInvariants.addTo(parties, violations);
        return violations;
    }
}
