package dev.tdisp.spdm.certificate;

import java.util.List;

/**
 * What a verification found.
 *
 * @param findings all that is wrong
 */
public record ChainVerdict(List<ChainFinding> findings) {
    /**
     * Copies the list.
     *
     * @param findings all that is wrong
     */
    public ChainVerdict {
        findings = List.copyOf(findings);
    }

    /**
     * Tells whether the chain is right in itself.
     *
     * @return true if nothing is wrong, but that the root may be unknown
     */
    public boolean isAuthentic() {
        return findings.stream().allMatch(finding -> finding.problem() == ChainProblem.NO_AUTHORITY);
    }

    /**
     * Tells whether the chain leads to a trust anchor.
     *
     * @return true if nothing is wrong
     */
    public boolean isTrusted() {
        return findings.isEmpty();
    }

    /**
     * Tells whether something particular is wrong.
     *
     * @param problem what
     * @return true if it was found
     */
    public boolean has(ChainProblem problem) {
        return findings.stream().anyMatch(finding -> finding.problem() == problem);
    }
}
