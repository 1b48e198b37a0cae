package dev.tdisp.lab.render;

import dev.tdisp.lab.Comparison;
import dev.tdisp.lab.Comparison.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** A comparison as a table and as a picture. */
public final class ComparisonText {
    private static final double NANOS_A_MILLISECOND = 1e6;
    private static final List<Column> COLUMNS = List.of(
            Column.counted("copies", row -> row.data().copies()),
            Column.counted("bytes copied", row -> row.data().bytesCopied()),
            Column.counted("mappings", row -> row.data().mappings()),
            Column.counted("stalls", row -> row.data().stalls()),
            Column.counted("pieces", row -> row.driver().pieces()),
            Column.counted("register accesses", ComparisonText::accesses),
            Column.counted("interrupts", row -> row.driver().interrupts()),
            Column.counted("TLPs", row -> row.link().packets()),
            Column.counted("bytes on the link", row -> row.link().bytes()),
            new Column("time (ms)", row -> String.format(Locale.ROOT, "%.1f", milliseconds(row))));

    private ComparisonText() {}

    /**
     * Writes a table: a heading, and a row for each way.
     *
     * @param rows the rows
     * @return the lines
     */
    public static List<String> table(List<Row> rows) {
        List<String> lines = new ArrayList<>();
        var heading = new StringBuilder("%-7s".formatted(""));
        COLUMNS.forEach(column -> heading.append("  ").append(column.name));
        lines.add(heading.toString());
        for (Row row : rows) {
            var line = new StringBuilder("%-7s".formatted(name(row)));
            COLUMNS.forEach(
                    column -> line.append(("  %" + column.name.length() + "s").formatted(column.text.apply(row))));
            lines.add(line.toString());
        }
        return lines;
    }

    /**
     * Draws what is counted and measured.
     *
     * @param plan what was done
     * @param rows the rows
     * @return an SVG picture
     */
    public static String picture(Comparison.Plan plan, List<Row> rows) {
        String title =
                "Encrypting %d bytes %d times, pool of %d bytes".formatted(plan.size(), plan.count(), plan.poolSize());
        return BarChart.of(
                title,
                rows.stream().map(row -> row.protection().title()).toList(),
                List.of(
                        panel(
                                "Bytes copied by the processor",
                                rows,
                                row -> row.data().bytesCopied()),
                        panel("Copies", rows, row -> row.data().copies()),
                        panel("Packets on the link", rows, row -> row.link().packets()),
                        panel("Bytes on the link", rows, row -> row.link().bytes()),
                        panel("Accesses to registers", rows, ComparisonText::accesses),
                        new BarChart.Panel(
                                "Time in the simulator (ms)",
                                rows.stream().map(ComparisonText::milliseconds).toList(),
                                "%.1f")));
    }

    private static BarChart.Panel panel(String title, List<Row> rows, ToLongFunction<Row> value) {
        return new BarChart.Panel(
                title, rows.stream().map(row -> (double) value.applyAsLong(row)).toList(), "%.0f");
    }

    private static long accesses(Row row) {
        return row.driver().registerWrites() + row.driver().registerReads();
    }

    private static double milliseconds(Row row) {
        return row.time().toNanos() / NANOS_A_MILLISECOND;
    }

    private static String name(Row row) {
        return row.protection().name().toLowerCase(Locale.ROOT);
    }

    private record Column(String name, Function<Row, String> text) {
        static Column counted(String name, ToLongFunction<Row> value) {
            return new Column(name, row -> Long.toString(value.applyAsLong(row)));
        }
    }
}
