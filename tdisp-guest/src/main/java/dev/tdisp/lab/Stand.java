package dev.tdisp.lab;

import dev.tdisp.guest.attestation.Appraisal;
import dev.tdisp.guest.attestation.Judge;
import dev.tdisp.host.tsm.DsmConnector;
import dev.tdisp.host.tsm.TsmOptions;
import dev.tdisp.host.vmm.GuestHypercalls;
import dev.tdisp.spdm.requester.RequesterOptions;
import java.util.function.UnaryOperator;

/**
 * How the parties of a lab other than the device differ from the usual ones.
 *
 * @param manager changes what the security manager asks of devices
 * @param sessions puts something between the security manager and its sessions
 * @param hypercalls puts something between the guest and the hypervisor
 * @param judge who judges evidence for the guest
 * @param requester changes what the security manager can do and wants of SPDM
 */
public record Stand(
        UnaryOperator<TsmOptions> manager,
        UnaryOperator<DsmConnector> sessions,
        UnaryOperator<GuestHypercalls> hypercalls,
        Judge judge,
        UnaryOperator<RequesterOptions> requester) {
    /** The usual parties. */
    public static final Stand USUAL = new Stand(
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            calls -> calls,
            Appraisal::appraise,
            UnaryOperator.identity());

    /**
     * Returns the same with another change of the security manager's options.
     *
     * @param change makes other options of the usual ones
     * @return the changed copy
     */
    public Stand withManager(UnaryOperator<TsmOptions> change) {
        return new Stand(change, sessions, hypercalls, judge, requester);
    }

    /**
     * Returns the same with something else between the security manager and its sessions.
     *
     * @param between makes another connector of the usual one
     * @return the changed copy
     */
    public Stand withSessions(UnaryOperator<DsmConnector> between) {
        return new Stand(manager, between, hypercalls, judge, requester);
    }

    /**
     * Returns the same with something else between the guest and the hypervisor.
     *
     * @param between makes other calls of the honest ones
     * @return the changed copy
     */
    public Stand withHypercalls(UnaryOperator<GuestHypercalls> between) {
        return new Stand(manager, sessions, between, judge, requester);
    }

    /**
     * Returns the same with another judge.
     *
     * @param other who judges evidence
     * @return the changed copy
     */
    public Stand withJudge(Judge other) {
        return new Stand(manager, sessions, hypercalls, other, requester);
    }

    /**
     * Returns the same with another change of what the security manager can do and wants of SPDM.
     *
     * @param change makes other options of the usual ones
     * @return the changed copy
     */
    public Stand withRequester(UnaryOperator<RequesterOptions> change) {
        return new Stand(manager, sessions, hypercalls, judge, change);
    }
}
