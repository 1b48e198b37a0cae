package dev.tdisp.lab.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Compares two runs: puts what happened side by side, and says where they part first.
 *
 * <pre>{@code
 * RunDiff diff = RunDiff.of(before, after, TraceLevel.MESSAGE);
 * diff.isSame();
 * diff.lines().forEach(System.out::println);
 * }</pre>
 *
 * @param lines the differences with what stands around them; {@code -} in front of what only the first run has, {@code +} in
 *     front of what only the second has, {@code ~} in front of messages that differ in their bytes
 * @param first where the runs part first, in words, if they do
 * @param count how many differences there are
 */
public record RunDiff(List<String> lines, Optional<String> first, int count) {
    private static final int AROUND = 3;
    private static final String LINE = "%s %8s %8s  %s";

    /**
     * Copies the lines.
     *
     * @param lines the differences with what stands around them
     * @param first where the runs part first, in words, if they do
     * @param count how many differences there are
     */
    public RunDiff {
        lines = List.copyOf(lines);
    }

    /**
     * Compares two runs. Numbers of events and times are not compared.
     *
     * @param before the first
     * @param after the second
     * @param level how much of them to compare
     * @return what differs
     */
    public static RunDiff of(RecordedRun before, RecordedRun after, TraceLevel level) {
        List<Alignment.Row> rows = Alignment.of(DiffEntry.of(before, level), DiffEntry.of(after, level));
        List<Integer> different = IntStream.range(0, rows.size())
                .filter(i -> !isSame(rows.get(i)))
                .boxed()
                .toList();
        var shown = new TreeSet<Integer>();
        for (int i : different) {
            IntStream.rangeClosed(i - AROUND, i + AROUND)
                    .filter(near -> near >= 0 && near < rows.size())
                    .forEach(shown::add);
        }
        Optional<String> first = different.stream().findFirst().map(i -> place(rows, i));
        return new RunDiff(lines(rows, shown), first, different.size());
    }

    /**
     * Tells whether nothing differs.
     *
     * @return true if the runs show the same
     */
    public boolean isSame() {
        return count == 0;
    }

    private static boolean isSame(Alignment.Row row) {
        return row.left().isPresent()
                && row.right().isPresent()
                && row.left().get().differences(row.right().get()).isEmpty();
    }

    /** Says what each run does next from a row on. */
    private static String place(List<Alignment.Row> rows, int start) {
        return "%s | %s".formatted(place(rows, start, Alignment.Row::left), place(rows, start, Alignment.Row::right));
    }

    private static String place(
            List<Alignment.Row> rows, int start, Function<Alignment.Row, Optional<DiffEntry>> side) {
        return rows.subList(start, rows.size()).stream()
                .flatMap(row -> side.apply(row).stream())
                .findFirst()
                .map(RunDiff::place)
                .orElse("the end");
    }

    private static String place(DiffEntry entry) {
        return entry.place().startsWith("step") ? entry.place() : "event " + entry.place();
    }

    private static List<String> lines(List<Alignment.Row> rows, TreeSet<Integer> shown) {
        List<String> lines = new ArrayList<>();
        int last = -1;
        boolean isFirst = true;
        for (int i : shown) {
            if (i != last + 1) {
                lines.add("...");
            }
            last = i;
            if (isFirst && !isSame(rows.get(i))) {
                lines.add(">>> here they part first: %s".formatted(place(rows, i)));
                isFirst = false;
            }
            add(lines, rows.get(i));
        }
        if (!lines.isEmpty() && last < rows.size() - 1) {
            lines.add("...");
        }
        return lines;
    }

    private static void add(List<String> lines, Alignment.Row row) {
        String left = row.left().map(DiffEntry::place).orElse("");
        String right = row.right().map(DiffEntry::place).orElse("");
        DiffEntry entry = row.left().or(row::right).orElseThrow();
        lines.add(LINE.formatted(sign(row), left, right, entry.text()).stripTrailing());
        if (row.left().isPresent() && row.right().isPresent()) {
            row.left()
                    .get()
                    .differences(row.right().get())
                    .forEach(difference -> lines.add(LINE.formatted("~", "", "", "    " + difference)));
        }
    }

    private static String sign(Alignment.Row row) {
        if (row.right().isEmpty()) {
            return "-";
        }
        if (row.left().isEmpty()) {
            return "+";
        }
        return isSame(row) ? " " : "~";
    }
}
