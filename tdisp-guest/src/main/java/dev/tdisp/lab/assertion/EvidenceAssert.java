package dev.tdisp.lab.assertion;

import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.MmioAddressUnit;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.guest.attestation.Appraisal;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.guest.attestation.Evidence;
import dev.tdisp.host.tsm.EvidenceKind;
import java.time.Instant;
import java.util.TreeSet;

/** Assertions on what a guest looks at. */
public final class EvidenceAssert extends TdispAssert<EvidenceAssert, Evidence> {
    EvidenceAssert(Evidence actual, Surroundings around) {
        super(actual, EvidenceAssert.class, around);
    }

    /**
     * Demands kinds of evidence.
     *
     * @param kinds what must be there
     * @return this
     */
    public EvidenceAssert has(EvidenceKind... kinds) {
        for (EvidenceKind kind : kinds) {
            require(
                    actual.blob(kind).isPresent(),
                    "There is no " + kind,
                    kind,
                    new TreeSet<>(actual.blobs().keySet()),
                    "");
        }
        return this;
    }

    /**
     * Demands that all of it is of one lock, measurement and report.
     *
     * @return this
     */
    public EvidenceAssert isOfOneEpoch() {
        return require(
                actual.before().epoch().equals(actual.after().epoch()),
                "The interface changed while evidence was collected",
                actual.before().epoch(),
                actual.after().epoch(),
                tdisp("11.3.9"));
    }

    /**
     * Demands a report that can be read.
     *
     * @return assertions on the report
     */
    public ReportAssert report() {
        has(EvidenceKind.INTERFACE_REPORT);
        Bytes body = actual.blob(EvidenceKind.INTERFACE_REPORT).orElseThrow();
        try {
            return new ReportAssert(DeviceInterfaceReport.decode(body, MmioAddressUnit.PAGE), around());
        } catch (MalformedMessageException e) {
            throw failure("The report cannot be read", "a report", e.getMessage(), tdisp("11.3.11"));
        }
    }

    /**
     * Judges the evidence.
     *
     * @param policy what is demanded
     * @param now the time, for certificates
     * @return assertions on the verdict
     */
    public VerdictAssert judgedBy(AppraisalPolicy policy, Instant now) {
        isNotNull();
        return new VerdictAssert(Appraisal.appraise(actual, policy, now), around());
    }
}
