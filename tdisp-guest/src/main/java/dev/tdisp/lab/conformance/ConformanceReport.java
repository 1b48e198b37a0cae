package dev.tdisp.lab.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of all cases.
 *
 * @param subject the name of who was asked
 * @param seed by which all can be repeated
 * @param results in the order of the cases
 */
public record ConformanceReport(String subject, long seed, List<CaseResult> results) {
    /**
     * Copies the list.
     *
     * @param subject the name of who was asked
     * @param seed by which all can be repeated
     * @param results in the order of the cases
     */
    public ConformanceReport {
        results = List.copyOf(results);
    }

    /**
     * Counts the assertions.
     *
     * @return of all cases
     */
    public int assertionCount() {
        return results.stream().mapToInt(result -> result.assertions().size()).sum();
    }

    /**
     * Counts the cases of a column of the summary.
     *
     * @param group as {@link Verdict#group()}
     * @return how many there are
     */
    public long count(String group) {
        return results.stream()
                .filter(result -> result.verdict().group().equals(group))
                .count();
    }

    /**
     * Returns the verdict of each case.
     *
     * @return by the name of the case, in order
     */
    public Map<String, Verdict> verdicts() {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        results.forEach(result -> verdicts.put(result.id(), result.verdict()));
        return verdicts;
    }

    /**
     * Sums up in one line, for programs.
     *
     * @return for example {@code cases 3 assertions 20 pass 2 fail 1 not-applicable 0 error 0}
     */
    public String summary() {
        return "cases %d assertions %d pass %d fail %d not-applicable %d error %d"
                .formatted(
                        results.size(),
                        assertionCount(),
                        count("pass"),
                        count("fail"),
                        count("not-applicable"),
                        count("error"));
    }
}
