package dev.tdisp.lab;

import dev.tdisp.core.flow.Flow;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.guest.attestation.Evidence;
import dev.tdisp.guest.attestation.Verdict;
import java.util.Optional;

/**
 * The interface of one virtual function of a lab: all that concerns it alone.
 *
 * <pre>{@code
 * Tdi tdi = lab.tdi(1);
 * tdi.attach().runTo(Milestone.LOCKED);
 * tdi.state(); // CONFIG_LOCKED
 * }</pre>
 */
public final class Tdi {
    private final Lab lab;
    private final int vf;

    Tdi(Lab lab, int vf) {
        this.lab = lab;
        this.vf = vf;
    }

    /**
     * Returns where the interface is.
     *
     * @return the lab
     */
    public Lab lab() {
        return lab;
    }

    /**
     * Returns which virtual function hosts it.
     *
     * @return the number, from 1
     */
    public int vf() {
        return vf;
    }

    /**
     * Returns who it is on the bus.
     *
     * @return the function
     * @throws IllegalArgumentException if virtual functions are not enabled yet
     */
    public FunctionId function() {
        return lab.function(vf);
    }

    /**
     * Looks into the device.
     *
     * @return the state at this moment
     */
    public TdiState state() {
        return lab.state(vf);
    }

    /**
     * Returns its way into the guest's trust.
     *
     * @return the flow, before its first step
     */
    public Flow<Milestone> attach() {
        return lab.attach(vf);
    }

    /**
     * Returns its way out again.
     *
     * @return the flow, before its first step
     */
    public Flow<Milestone> detach() {
        return lab.detach(vf);
    }

    /**
     * Returns the evidence that the guest collected.
     *
     * @return the last evidence, if there was some
     */
    public Optional<Evidence> evidence() {
        return lab.evidence(vf);
    }

    /**
     * Returns what the guest thinks of it.
     *
     * @return the last verdict, if there was one
     */
    public Optional<Verdict> verdict() {
        return lab.verdict(vf);
    }

    @Override
    public String toString() {
        return "VF%d %s".formatted(vf, state());
    }
}
