/**
 * How a guest decides on a device before it accepts it.
 *
 * <pre>
 *   hypervisor: chain, measurements, report  --\
 *                                               Evidence --AppraisalPolicy--&gt; Verdict: one result a check
 *   security manager: state, digests, epoch  --/
 * </pre>
 *
 * <p>Nothing is taken from the hypervisor's word: what it hands over is evidence only if its digest is the security
 * manager's. What cannot be judged because the evidence under it failed is {@linkplain
 * dev.tdisp.guest.attestation.CheckResult.Outcome#NOT_JUDGED not judged}, so that each failure shows where it comes from.
 * What the policy names no expectation for is {@linkplain dev.tdisp.guest.attestation.CheckResult.Outcome#NOT_DEMANDED not
 * demanded}: no reason to reject, but no praise either.
 */
@NullMarked
package dev.tdisp.guest.attestation;

import org.jspecify.annotations.NullMarked;
