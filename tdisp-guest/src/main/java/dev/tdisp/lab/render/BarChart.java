package dev.tdisp.lab.render;

import java.util.List;
import java.util.Locale;

/**
 * Bars as an SVG picture: one panel a measure, one bar a row, each panel with a scale of its own.
 *
 * <pre>{@code
 * String svg = BarChart.of("Title", List.of("a", "b"), List.of(new BarChart.Panel("bytes", List.of(1.0, 2.0), "%.0f")));
 * }</pre>
 */
public final class BarChart {
    private static final int PANEL_WIDTH = 420;
    private static final int TITLE_HEIGHT = 40;
    private static final int PANEL_TITLE = 26;
    private static final int ROW_HEIGHT = 26;
    private static final int BAR_HEIGHT = 16;
    private static final int LABEL_WIDTH = 110;
    private static final int BAR_WIDTH = 200;
    private static final int MARGIN = 16;
    private static final int COLUMNS = 2;
    private static final List<String> COLORS = List.of("#777777", "#c0602a", "#2a6fc0", "#4a8a3a", "#8a4a8a");

    private final Svg svg;

    private BarChart(Svg svg) {
        this.svg = svg;
    }

    /**
     * One measure.
     *
     * @param title what is measured
     * @param values a value a row, which cannot be below 0
     * @param format how to write a value
     */
    public record Panel(String title, List<Double> values, String format) {
        /**
         * Copies the values.
         *
         * @param title what is measured
         * @param values a value a row
         * @param format how to write a value
         */
        public Panel {
            values = List.copyOf(values);
            if (!values.stream().allMatch(value -> value >= 0 && Double.isFinite(value))) {
                throw new IllegalArgumentException("%s: no bar shows one of %s".formatted(title, values));
            }
        }
    }

    /**
     * Draws a chart.
     *
     * @param title above everything
     * @param rows what to call the rows
     * @param panels the measures, each with a value for each row
     * @return the picture as text
     * @throws IllegalArgumentException if a panel has not one value a row
     */
    public static String of(String title, List<String> rows, List<Panel> panels) {
        for (Panel panel : panels) {
            if (panel.values.size() != rows.size()) {
                throw new IllegalArgumentException("%s has %d values".formatted(panel.title, panel.values.size()));
            }
        }
        int panelHeight = PANEL_TITLE + rows.size() * ROW_HEIGHT + MARGIN;
        int lines = (panels.size() + COLUMNS - 1) / COLUMNS;
        int width = COLUMNS * PANEL_WIDTH + MARGIN;
        int height = TITLE_HEIGHT + lines * panelHeight;
        var chart = new BarChart(new Svg(width, height));
        chart.svg.text(MARGIN, TITLE_HEIGHT - MARGIN, "font-size=\"16\" font-weight=\"bold\"", title);
        for (int i = 0; i < panels.size(); i++) {
            int x = MARGIN + i % COLUMNS * PANEL_WIDTH;
            int y = TITLE_HEIGHT + i / COLUMNS * panelHeight;
            chart.draw(panels.get(i), rows, x, y);
        }
        return chart.svg.finish();
    }

    private void draw(Panel panel, List<String> rows, int x, int y) {
        svg.text(x, y + BAR_HEIGHT, "font-weight=\"bold\"", panel.title);
        double most = panel.values.stream().mapToDouble(value -> value).max().orElse(0);
        for (int i = 0; i < rows.size(); i++) {
            int top = y + PANEL_TITLE + i * ROW_HEIGHT;
            double value = panel.values.get(i);
            double length = most > 0 ? value / most * BAR_WIDTH : 0;
            String color = COLORS.get(i % COLORS.size());
            svg.text(x, top + BAR_HEIGHT - 3, "", rows.get(i));
            svg.box(x + LABEL_WIDTH, top, length, BAR_HEIGHT, color);
            String number = String.format(Locale.ROOT, panel.format, value);
            svg.text((int) (x + LABEL_WIDTH + length + 6), top + BAR_HEIGHT - 3, "fill=\"#333333\"", number);
        }
    }
}
