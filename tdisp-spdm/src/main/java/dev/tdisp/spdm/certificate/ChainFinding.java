package dev.tdisp.spdm.certificate;

/**
 * One thing that is wrong with a chain.
 *
 * @param problem what is wrong
 * @param certificate the position of the certificate that shows it, 0 for the first
 */
public record ChainFinding(ChainProblem problem, int certificate) {
    /**
     * Says what is wrong, and where.
     *
     * @return for example {@code certificate 2: the certificate is not valid any more}
     */
    @Override
    public String toString() {
        return "certificate %d: %s".formatted(certificate, problem.sentence());
    }
}
