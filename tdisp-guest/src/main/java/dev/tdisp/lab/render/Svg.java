package dev.tdisp.lab.render;

import java.util.Locale;

/** Writes an SVG picture, shape by shape. */
final class Svg {
    private static final String FONT = "font-family=\"sans-serif\" font-size=\"13\"";

    private final StringBuilder out = new StringBuilder();

    Svg(int width, int height) {
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" %s>",
                width, height, width, height, FONT);
        line("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", width, height);
    }

    void text(int x, int y, String style, String content) {
        String attributes = style.isEmpty() ? " " : " " + style;
        line("<text x=\"%d\" y=\"%d\"%s>%s</text>", x, y, attributes, escaped(content));
    }

    /** A rectangle. */
    void box(double x, int y, double width, int height, String color) {
        line("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>", (int) x, y, width, height, color);
    }

    /** A rectangle that says more when somebody points at it. */
    void area(Area area, String style, String title) {
        line(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" %s><title>%s</title></rect>",
                area.x(), area.y(), area.width(), area.height(), style, escaped(title));
    }

    void stroke(double fromX, double fromY, double toX, double toY) {
        line("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#999999\"/>", fromX, fromY, toX, toY);
    }

    /** A place in the picture. */
    record Area(double x, double y, double width, double height) {}

    String finish() {
        line("</svg>");
        return out.toString();
    }

    private static String escaped(String content) {
        return content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private void line(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
