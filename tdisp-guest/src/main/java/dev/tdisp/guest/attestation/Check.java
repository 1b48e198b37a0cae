package dev.tdisp.guest.attestation;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What is asked about an interface; each question belongs to one of the twelve {@linkplain Criterion criteria}. */
public enum Check {
    /** Is there a session of a version and with algorithms that are good enough? */
    SESSION(Criterion.SESSION, Askers.BOTH, "session between security manager and device is good enough"),
    /** Is the negotiation the one that the security manager made? */
    NEGOTIATION_DIGEST(Criterion.SESSION, Askers.GUEST, "negotiation is the one the security manager made"),
    /** Is the chain the one that authenticated the session? */
    CHAIN_DIGEST(Criterion.IDENTITY, Askers.GUEST, "certificate chain is the one that authenticated the session"),
    /** Does the chain lead to a trusted root? */
    CHAIN_TRUST(Criterion.IDENTITY, Askers.BOTH, "certificate chain leads to a trusted root"),
    /** Is the device one of those that are expected? */
    DEVICE_IDENTITY(Criterion.IDENTITY, Askers.BOTH, "device is one that is expected"),
    /** Are root, leaf, key and chain those that were pinned? */
    DEVICE_PINNED(Criterion.IDENTITY, Askers.BOTH, "certificates are those that were pinned"),
    /** Are the measurements those that the security manager got? */
    MEASUREMENTS_DIGEST(Criterion.MEASUREMENTS, Askers.GUEST, "measurements are those the security manager got"),
    /** Did the device sign them? */
    MEASUREMENTS_SIGNED(Criterion.MEASUREMENTS, Askers.BOTH, "measurements are signed with the key of the chain"),
    /** Were they made for this guest, now? */
    MEASUREMENTS_FRESH(Criterion.MEASUREMENTS, Askers.BOTH, "measurements carry this guest's nonce"),
    /** Were they made since the interface was locked? */
    MEASURED_IN_LOCK(Criterion.MEASUREMENTS, Askers.BOTH, "measurements were made in this lock"),
    /** Are they good? */
    MEASUREMENTS_GOOD(Criterion.MEASUREMENTS, Askers.BOTH, "measurements are among the reference values"),
    /** Is the device closed to debuggers? */
    DEVICE_MODE(Criterion.MEASUREMENTS, Askers.BOTH, "device is in normal operation"),
    /** Is the link protected? */
    STREAM_SECURE(Criterion.LINK, Askers.BOTH, "stream is secure at both ends"),
    /** Is the interface locked? */
    STATE_LOCKED(Criterion.LOCKED, Askers.BOTH, "interface is in CONFIG_LOCKED"),
    /** Was it locked as the guest wants? */
    LOCK_FLAGS(Criterion.LOCK_FLAGS, Askers.BOTH, "lock flags are those that are required"),
    /** Can firmware change while the guest uses the device? */
    FIRMWARE_FROZEN(Criterion.LOCK_FLAGS, Askers.BOTH, "firmware cannot be updated while locked"),
    /** Is the report the one that the security manager read? */
    REPORT_DIGEST(Criterion.REPORT_GENUINE, Askers.GUEST, "report is the one the security manager read"),
    /** Does the report agree with itself and with the lock? */
    REPORT_CONSISTENT(Criterion.REPORT_SENSE, Askers.BOTH, "report agrees with itself and with the lock"),
    /** Does the report leave no part of a window out? */
    RANGES_FILL_WINDOWS(Criterion.REPORT_SENSE, Askers.GUEST, "ranges fill the windows they lie in"),
    /** Does every range lie in a window of the guest, in order? */
    RANGES_IN_ORDER(Criterion.PLACEMENT, Askers.GUEST, "ranges lie in the windows, in order"),
    /** Is all evidence of one lock, measurement and report? */
    ONE_EPOCH(Criterion.EPOCH, Askers.GUEST, "evidence is of one lock, measurement and report"),
    /** Does the interface use only what the guest allows? */
    FEATURES_ALLOWED(Criterion.POLICY, Askers.BOTH, "interface uses only features that are allowed"),
    /** Did a guest that is trusted sign the token? */
    TOKEN_SIGNED(Criterion.POLICY, Askers.RELYING_PARTY, "token is signed by a guest that is trusted"),
    /** Was the token made for this relying party, now? */
    TOKEN_FRESH(Criterion.POLICY, Askers.RELYING_PARTY, "token carries the relying party's nonce"),
    /** Could everything be judged that must be? */
    DEMANDS_MET(Criterion.POLICY, Askers.BOTH, "every check that the policy insists on was judged"),
    /** Does the interface run after START? */
    RUNS(Criterion.RUNNING, Set.of(), "interface is in RUN after START");

    private final Criterion criterion;
    private final Set<Appraiser> askers;
    private final String sentence;

    Check(Criterion criterion, Set<Appraiser> askers, String sentence) {
        this.criterion = criterion;
        this.askers = askers;
        this.sentence = sentence;
    }

    /**
     * Returns what is asked before an interface is accepted.
     *
     * @param appraiser who asks
     * @return the checks in order; {@link #RUNS} is not among them, it comes afterwards
     */
    public static List<Check> of(Appraiser appraiser) {
        return Arrays.stream(values())
                .filter(check -> check.askers.contains(appraiser))
                .toList();
    }

    /**
     * Returns which of the twelve criteria it is a part of.
     *
     * @return the criterion
     */
    public Criterion criterion() {
        return criterion;
    }

    /**
     * Returns who asks it before an interface is accepted.
     *
     * @return nobody for {@link #RUNS}
     */
    public Set<Appraiser> askers() {
        return Set.copyOf(askers);
    }

    /**
     * Says what is asked.
     *
     * @return what is the case if the check passes
     */
    public String sentence() {
        return sentence;
    }

    private static final class Askers {
        static final Set<Appraiser> BOTH = EnumSet.allOf(Appraiser.class);
        static final Set<Appraiser> GUEST = EnumSet.of(Appraiser.GUEST);
        static final Set<Appraiser> RELYING_PARTY = EnumSet.of(Appraiser.RELYING_PARTY);

        private Askers() {}
    }
}
