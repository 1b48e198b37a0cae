package dev.tdisp.guest.attestation;

import java.time.Instant;

/** Comes to a verdict. A guest takes {@link Appraisal}; another one shows what a guest would miss that looks less closely. */
@FunctionalInterface
public interface Judge {
    /**
     * Judges evidence.
     *
     * @param evidence what was collected
     * @param policy what is demanded
     * @param now the time, for certificates
     * @return the verdict
     */
    Verdict judge(Evidence evidence, AppraisalPolicy policy, Instant now);
}
