package dev.tdisp.lab.attack;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.attestation.Appraisal;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.guest.attestation.Check;
import dev.tdisp.guest.attestation.Evidence;
import dev.tdisp.guest.attestation.Judge;
import dev.tdisp.guest.attestation.Verdict;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.host.vmm.GuestHypercalls;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges one copy of the report, and fetches another one to use it. */
final class DoubleFetch implements Judge {
    private @Nullable GuestHypercalls calls;

    GuestHypercalls remember(GuestHypercalls given) {
        calls = given;
        return given;
    }

    @Override
    public Verdict judge(Evidence evidence, AppraisalPolicy policy, Instant now) {
        Verdict honest = Appraisal.appraise(evidence, policy, now);
        if (calls == null) {
            return honest;
        }
        Map<EvidenceKind, Bytes> blobs = new EnumMap<>(EvidenceKind.class);
        blobs.putAll(evidence.blobs());
        calls.evidence(honest.function(), EvidenceKind.INTERFACE_REPORT)
                .ifPresent(again -> blobs.put(EvidenceKind.INTERFACE_REPORT, again));
        var second = new Evidence(evidence.before(), evidence.after(), evidence.nonce(), blobs, evidence.windows());
        Verdict used = new CarelessJudge(Set.of(Check.REPORT_DIGEST)).judge(second, policy, now);
        return new Verdict(honest.function(), honest.epoch(), honest.results(), used.plan());
    }
}
