package dev.tdisp.lab.conformance.report;

import static dev.tdisp.lab.conformance.report.JUnitXml.escape;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.Assertion;
import dev.tdisp.lab.conformance.CaseResult;
import dev.tdisp.lab.conformance.Clause;
import dev.tdisp.lab.conformance.ConformanceReport;
import dev.tdisp.lab.conformance.Exchange;
import dev.tdisp.lab.conformance.Verdict;
import java.util.Arrays;
import java.util.List;

/** A report as one page that needs nothing else: cases to filter and to search, each with its clauses and exchanges. */
final class HtmlReport {
    private static final int MOST_EXCHANGES = 40;
    private static final String STYLE = """
            body{font:15px/1.4 system-ui,sans-serif;margin:2em auto;max-width:70em;padding:0 1em;color:#222}
            h1{font-size:1.4em}label{margin-right:1em}input[type=search]{width:20em;padding:.3em}
            details.case{border:1px solid #ccc;border-radius:4px;margin:.3em 0;padding:.3em .6em}
            summary{cursor:pointer}b.v{display:inline-block;min-width:11em}
            .STRICT_PASS b.v{color:#176b2c}.CONCEPTUAL_PASS b.v{color:#806000}
            .FAIL b.v,.PARTIAL_FAIL b.v{color:#b00020}.SETUP_FAIL b.v,.SUITE_ERROR b.v{color:#7a00a0}
            .NOT_APPLICABLE b.v{color:#666}table{border-collapse:collapse;width:100%}
            td,th{border-bottom:1px solid #ddd;padding:.2em .5em;text-align:left;vertical-align:top}
            tr.FAIL td{background:#fdecee}tr.CONCEPTUAL td{background:#fff8e0}
            pre{background:#f6f6f6;padding:.5em;overflow:auto;font-size:12px}.cause{color:#b00020}
            @media (prefers-color-scheme:dark){body{background:#181818;color:#ddd}pre{background:#222}
            tr.FAIL td{background:#40161c}tr.CONCEPTUAL td{background:#3a3210}td,th,details.case{border-color:#444}}
            """;
    private static final String SCRIPT = """
            const search=document.querySelector('input[type=search]');
            const boxes=[...document.querySelectorAll('input[type=checkbox]')];
            function show(){const on=new Set(boxes.filter(b=>b.checked).map(b=>b.value));
            const words=search.value.toLowerCase();let n=0;
            for(const c of document.querySelectorAll('details.case')){
            const isShown=on.has(c.dataset.verdict)&&c.textContent.toLowerCase().includes(words);
            c.hidden=!isShown;n+=isShown?1:0}
            document.getElementById('count').textContent=n+' shown'}
            search.addEventListener('input',show);boxes.forEach(b=>b.addEventListener('change',show));show();
            """;

    private final StringBuilder text = new StringBuilder();

    private HtmlReport() {}

    static String render(ConformanceReport report) {
        var page = new HtmlReport();
        page.head(report);
        report.results().forEach(page::one);
        page.line("<script>%s</script></body></html>", SCRIPT);
        return page.text.toString();
    }

    private void line(String format, Object... values) {
        text.append(format.formatted(values)).append('\n');
    }

    private void head(ConformanceReport report) {
        line("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">");
        line("<meta name=\"viewport\" content=\"width=device-width\">");
        line("<title>Conformance of %s</title><style>%s</style></head><body>", escape(report.subject()), STYLE);
        line("<h1>Conformance of %s</h1>", escape(report.subject()));
        line("<p>%s; seed %d</p>", report.summary(), report.seed());
        line(
                "<p><input type=\"search\" placeholder=\"Search\" aria-label=\"Search\"> <span id=\"count\"></span></p><p>");
        Arrays.stream(Verdict.values()).forEach(verdict -> checkbox(report, verdict));
        line("</p>");
    }

    private void checkbox(ConformanceReport report, Verdict verdict) {
        long count = report.results().stream()
                .filter(result -> result.verdict() == verdict)
                .count();
        if (count > 0) {
            line("<label><input type=\"checkbox\" value=\"%s\" checked> %s %d</label>", verdict, verdict, count);
        }
    }

    private void one(CaseResult result) {
        String verdict = result.verdict().name();
        line(
                "<details class=\"case %s\" data-verdict=\"%s\" id=\"%s\"><summary><b class=\"v\">%s</b> %s: %s</summary>",
                verdict,
                verdict,
                escape(result.id()),
                verdict,
                escape(result.id()),
                escape(result.conformanceCase().title()));
        if (!result.cause().isEmpty()) {
            line("<p class=\"cause\">%s</p>", escape(result.cause()));
        }
        result.contamination().ifPresent(left -> line("<p class=\"cause\">Afterwards: %s</p>", escape(left)));
        clauses(result);
        assertions(result);
        exchanges(result);
        line("</details>");
    }

    private void clauses(CaseResult result) {
        line("<table><tr><th>Clause</th><th>Level</th><th>Requirement</th><th>Source</th><th>Verdict</th></tr>");
        for (Clause clause : result.conformanceCase().clauses()) {
            line(
                    "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>",
                    escape(clause.id()),
                    clause.level(),
                    escape(clause.requirement()),
                    escape(clause.source()),
                    result.verdict(clause));
        }
        line("</table>");
    }

    private void assertions(CaseResult result) {
        List<Assertion> shown = result.assertions().stream()
                .filter(assertion -> assertion.outcome() != Assertion.Outcome.PASS)
                .toList();
        if (shown.isEmpty()) {
            return;
        }
        line("<table><tr><th>Clause</th><th>Field</th><th>Expected</th><th>Observed</th><th>Where</th></tr>");
        for (Assertion assertion : shown) {
            line(
                    "<tr class=\"%s\"><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>exchange %d %s %s</td></tr>",
                    assertion.outcome(),
                    escape(assertion.clause().id()),
                    escape(assertion.field()),
                    escape(assertion.expected()),
                    escape(assertion.observed()),
                    assertion.exchange(),
                    escape(assertion.combination()),
                    escape(assertion.note()));
        }
        line("</table>");
    }

    /** The last exchanges of a case, which hold what it is about. */
    private void exchanges(CaseResult result) {
        List<Exchange> all = result.record().exchanges();
        int first = Math.max(0, all.size() - MOST_EXCHANGES);
        line("<details><summary>%d exchanges%s</summary>", all.size(), first == 0 ? "" : ", the last of them");
        for (Exchange exchange : all.subList(first, all.size())) {
            String where = exchange.session() == 0 ? "in the clear" : "session %08Xh".formatted(exchange.session());
            line("<h4>%d: %s, %s</h4>", exchange.number(), escape(exchange.purpose()), where);
            message("&rarr;", exchange.request(), true);
            exchange.response()
                    .ifPresentOrElse(
                            response -> message("&larr;", response, false), () -> line("<p>&larr; silence</p>"));
        }
        line("</details>");
    }

    private void message(String arrow, Bytes bytes, boolean isRequest) {
        Annotation annotation = Annotation.of(bytes, isRequest);
        line("<p>%s %s, %d bytes</p>", arrow, escape(annotation.name()), bytes.size());
        line("<pre>%s</pre>", escape(annotation.hex()));
    }
}
