package dev.tdisp.lab.cli;

import java.io.PrintWriter;

/** What {@code tdisp host} says: one line for each thing that it verified, and a verdict. */
final class HostReport {
    private static final String LINE = "%-4s  %-24s  %s";

    private final PrintWriter out;
    private int verified;
    private int failed;

    HostReport(PrintWriter out) {
        this.out = out;
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    void ok(String what, String detail) {
        verified++;
        line(LINE.formatted("ok", what, detail).stripTrailing());
    }

    void skipped(String what, String why) {
        line(LINE.formatted("-", what, why).stripTrailing());
    }

    void failed(String what, String why) {
        failed++;
        line(LINE.formatted("FAIL", what, why).stripTrailing());
    }

    /** Prints the verdict, and returns whether everything is verified. */
    boolean verdict() {
        line("%d verified, %d failed".formatted(verified, failed));
        return failed == 0 && verified > 0;
    }
}
