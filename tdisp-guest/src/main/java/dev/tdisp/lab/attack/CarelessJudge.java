package dev.tdisp.lab.attack;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.attestation.Appraisal;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.guest.attestation.Check;
import dev.tdisp.guest.attestation.CheckResult;
import dev.tdisp.guest.attestation.CheckResult.Outcome;
import dev.tdisp.guest.attestation.Evidence;
import dev.tdisp.guest.attestation.Judge;
import dev.tdisp.guest.attestation.Verdict;
import dev.tdisp.host.tsm.EvidenceDigests;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.host.tsm.InterfaceStatus;
import dev.tdisp.spdm.crypto.Hash;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges as {@link Appraisal} does, but does not ask some things. Who does not compare a digest believes the blob. */
record CarelessJudge(Set<Check> waived) implements Judge {
    private static final Map<Check, EvidenceKind> BLOBS = Map.of(
            Check.CHAIN_DIGEST,
            EvidenceKind.CERTIFICATE_CHAIN,
            Check.MEASUREMENTS_DIGEST,
            EvidenceKind.MEASUREMENTS,
            Check.REPORT_DIGEST,
            EvidenceKind.INTERFACE_REPORT);

    @Override
    public Verdict judge(Evidence evidence, AppraisalPolicy policy, Instant now) {
        Verdict honest = Appraisal.appraise(believing(evidence), policy, now);
        List<CheckResult> results = honest.results().stream()
                .map(result -> waived.contains(result.check()) ? passed(result) : result)
                .toList();
        return new Verdict(honest.function(), honest.epoch(), results, honest.plan());
    }

    private static CheckResult passed(CheckResult result) {
        return new CheckResult(result.check(), Outcome.PASSED, result.expected(), result.actual(), "nobody asked");
    }

    private Evidence believing(Evidence evidence) {
        InterfaceStatus after = evidence.after();
        Hash hash = Hash.of(after.digests().hash());
        Map<EvidenceKind, Bytes> digests = new EnumMap<>(EvidenceKind.class);
        digests.putAll(after.digests().digests());
        BLOBS.forEach((check, kind) -> {
            if (waived.contains(check)) {
                evidence.blob(kind).ifPresent(blob -> digests.put(kind, hash.digest(blob)));
            }
        });
        var believed = new InterfaceStatus(
                after.function(),
                after.state(),
                after.lockFlags(),
                after.epoch(),
                new EvidenceDigests(after.digests().hash(), digests),
                after.link());
        return new Evidence(evidence.before(), believed, evidence.nonce(), evidence.blobs(), evidence.windows());
    }
}
