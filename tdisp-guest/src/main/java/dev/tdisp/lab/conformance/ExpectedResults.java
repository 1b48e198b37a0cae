package dev.tdisp.lab.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The verdicts that are known and explained; all other cases are expected to pass, or not to apply.
 *
 * <p>In a file, a line is a case, its verdict and the reason; what follows {@code #} at the beginning of a line is a remark.
 *
 * <pre>
 * # our device, firmware 2
 * TDISP-STOP-03  FAIL  STOP is refused in CONFIG_UNLOCKED; to be mended in firmware 3
 * </pre>
 */
public final class ExpectedResults {
    /** Everything passes. */
    public static final ExpectedResults NONE = new ExpectedResults(Map.of());

    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+([A-Z_]+)(?:\\s+(.*))?");

    private final Map<String, Entry> entries;

    private ExpectedResults(Map<String, Entry> entries) {
        this.entries = entries;
    }

    /**
     * What is expected of one case.
     *
     * @param verdict the verdict
     * @param reason why that is so; may be empty
     */
    public record Entry(Verdict verdict, String reason) {}

    /**
     * A case that came out otherwise than expected.
     *
     * @param id the case
     * @param expected what was expected
     * @param observed what came
     */
    public record Change(String id, String expected, String observed) {}

    /**
     * Reads a file.
     *
     * @param lines its lines
     * @return what it says
     * @throws IllegalArgumentException if a line is no entry, or a case is there twice
     */
    public static ExpectedResults read(List<String> lines) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (String line : lines) {
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            Matcher matcher = LINE.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("lines: no case and verdict: " + text);
            }
            String reason = matcher.group(3) == null ? "" : matcher.group(3);
            var entry = new Entry(Verdict.valueOf(matcher.group(2)), reason);
            if (entries.put(matcher.group(1), entry) != null) {
                throw new IllegalArgumentException("lines: %s is there twice".formatted(matcher.group(1)));
            }
        }
        return new ExpectedResults(entries);
    }

    /**
     * Reads a list that comes with the suite.
     *
     * @param name for example {@code spdm-emu}
     * @return what it says; nothing if there is no list of that name
     */
    public static Optional<ExpectedResults> named(String name) {
        try (InputStream in = ExpectedResults.class.getResourceAsStream("expected/%s.txt".formatted(name))) {
            if (in == null) {
                return Optional.empty();
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Optional.of(read(text.lines().toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns what is listed.
     *
     * @return by the name of the case
     */
    public Map<String, Entry> entries() {
        return new LinkedHashMap<>(entries);
    }

    /**
     * Compares, in both directions: what is worse than expected is a change, and what is better too.
     *
     * @param report what came
     * @return the cases that nobody explained, and the listed ones that came out otherwise
     */
    public List<Change> changes(ConformanceReport report) {
        List<Change> changes = new ArrayList<>();
        report.verdicts().forEach((id, verdict) -> {
            Entry entry = entries.get(id);
            boolean isUsual = verdict.isPass() || verdict == Verdict.NOT_APPLICABLE;
            if (entry == null ? !isUsual : entry.verdict() != verdict) {
                changes.add(new Change(
                        id, entry == null ? "a pass" : entry.verdict().name(), verdict.name()));
            }
        });
        return changes;
    }

    /**
     * Writes a file that expects what came.
     *
     * @param report what came
     * @return lines for all cases that neither pass strictly nor do not apply
     */
    public static List<String> write(ConformanceReport report) {
        List<String> lines = new ArrayList<>();
        for (CaseResult result : report.results()) {
            boolean isUsual = result.verdict() == Verdict.STRICT_PASS || result.verdict() == Verdict.NOT_APPLICABLE;
            if (!isUsual) {
                lines.add("%-18s %-15s %s"
                        .formatted(result.id(), result.verdict(), result.cause())
                        .stripTrailing());
            }
        }
        return lines;
    }
}
