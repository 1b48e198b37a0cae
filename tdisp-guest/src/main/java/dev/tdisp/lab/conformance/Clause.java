package dev.tdisp.lab.conformance;

/**
 * One thing that a responder does, and that can be asked.
 *
 * @param id its stable name, for example {@code TDISP-LOCK-03.5} or {@code GAP-MTX-11}
 * @param requirement what holds, in our own words
 * @param level how binding it is
 * @param source where it comes from, for example a section of the specification
 * @param anchor the number of the same case in another suite; empty if none asks it
 */
public record Clause(String id, String requirement, Level level, String source, String anchor) {
    /**
     * Tells whether this clause is one of a case: of the same name, or of that name and a number.
     *
     * @param caseId the name of the case
     * @return true for {@code TDISP-VER-01.4} and {@code TDISP-VER-01}
     */
    public boolean belongsTo(String caseId) {
        return id.equals(caseId) || id.startsWith(caseId + ".");
    }
}
