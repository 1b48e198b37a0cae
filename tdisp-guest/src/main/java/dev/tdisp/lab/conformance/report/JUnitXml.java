package dev.tdisp.lab.conformance.report;

import dev.tdisp.lab.conformance.Assertion;
import dev.tdisp.lab.conformance.CaseResult;
import dev.tdisp.lab.conformance.ConformanceReport;
import java.util.Locale;

/** A report in the form that build servers read: a case is a test, what does not apply is skipped. */
final class JUnitXml {
    private static final double MILLIS_A_SECOND = 1000;
    private static final int FIRST_PRINTABLE = 0x20;

    private JUnitXml() {}

    static String render(ConformanceReport report) {
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        double seconds = report.results().stream()
                        .mapToLong(result -> result.duration().toMillis())
                        .sum()
                / MILLIS_A_SECOND;
        text.append(String.format(
                Locale.ROOT,
                "<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\" time=\"%.3f\">%n",
                escape(report.subject()),
                report.results().size(),
                report.count("fail"),
                report.count("error"),
                report.count("not-applicable"),
                seconds));
        report.results().forEach(result -> testCase(text, result));
        return text.append("</testsuite>\n").toString();
    }

    private static void testCase(StringBuilder text, CaseResult result) {
        text.append(String.format(
                Locale.ROOT,
                "  <testcase classname=\"%s\" name=\"%s\" time=\"%.3f\">%n",
                escape(group(result.id())),
                escape(result.id() + " " + result.conformanceCase().title()),
                result.duration().toMillis() / MILLIS_A_SECOND));
        switch (result.verdict().group()) {
            case "fail" -> element(text, "failure", result);
            case "error" -> element(text, "error", result);
            case "not-applicable" -> text.append("    <skipped message=\"%s\"/>%n".formatted(escape(result.cause())));
            default -> text.append("    <system-out>%s</system-out>%n".formatted(result.verdict()));
        }
        text.append("  </testcase>\n");
    }

    private static void element(StringBuilder text, String name, CaseResult result) {
        text.append("    <%s type=\"%s\" message=\"%s\">".formatted(name, result.verdict(), escape(result.cause())));
        for (Assertion wrong : result.failures()) {
            text.append(escape("%s %s %s: %s, not %s%n"
                    .formatted(
                            wrong.clause().id(),
                            wrong.combination(),
                            wrong.field(),
                            wrong.observed(),
                            wrong.expected())));
        }
        text.append("</%s>%n".formatted(name));
    }

    private static String group(String id) {
        int end = id.lastIndexOf('-');
        return end < 0 ? id : id.substring(0, end);
    }

    /** Escapes what XML and HTML give a meaning to, and what XML forbids. */
    static String escape(String text) {
        var escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\n', '\r', '\t' -> escaped.append(c);
                default -> escaped.append(c < FIRST_PRINTABLE || c >= 0xFFFE ? '?' : c);
            }
        }
        return escaped.toString();
    }
}
