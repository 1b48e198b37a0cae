package dev.tdisp.lab.conformance.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.Assertion;
import dev.tdisp.lab.conformance.CaseResult;
import dev.tdisp.lab.conformance.Clause;
import dev.tdisp.lab.conformance.ConformanceReport;
import dev.tdisp.lab.conformance.Exchange;
import java.util.List;

/** A report for programs: each case with its clauses, its assertions and, if it did not pass, its exchanges. */
final class JsonReport {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonReport() {}

    static JsonNode render(ConformanceReport report) {
        ObjectNode root = NODES.objectNode();
        root.put("subject", report.subject());
        root.put("seed", report.seed());
        root.put("summary", report.summary());
        ArrayNode cases = root.putArray("cases");
        report.results().forEach(result -> cases.add(one(result)));
        return root;
    }

    private static ObjectNode one(CaseResult result) {
        ObjectNode node = NODES.objectNode();
        node.put("id", result.id());
        node.put("title", result.conformanceCase().title());
        node.put("verdict", result.verdict().name());
        node.put("cause", result.cause());
        result.contamination().ifPresent(text -> node.put("contamination", text));
        node.put("milliseconds", result.duration().toMillis());
        ArrayNode clauses = node.putArray("clauses");
        result.conformanceCase().clauses().forEach(clause -> clauses.add(clause(result, clause)));
        ArrayNode assertions = node.putArray("assertions");
        shown(result).forEach(assertion -> assertions.add(assertion(assertion)));
        if (!result.verdict().isPass()) {
            ArrayNode exchanges = node.putArray("exchanges");
            result.record().exchanges().forEach(exchange -> exchanges.add(exchange(exchange)));
        }
        return node;
    }

    /** All assertions of a case that did not pass; what deviates of one that did. */
    private static List<Assertion> shown(CaseResult result) {
        return result.assertions().stream()
                .filter(assertion -> !result.verdict().isPass() || assertion.outcome() != Assertion.Outcome.PASS)
                .toList();
    }

    private static ObjectNode clause(CaseResult result, Clause clause) {
        ObjectNode node = NODES.objectNode();
        node.put("id", clause.id());
        node.put("level", clause.level().name());
        node.put("requirement", clause.requirement());
        node.put("source", clause.source());
        node.put("anchor", clause.anchor());
        node.put("verdict", result.verdict(clause).name());
        return node;
    }

    private static ObjectNode assertion(Assertion assertion) {
        ObjectNode node = NODES.objectNode();
        node.put("clause", assertion.clause().id());
        node.put("outcome", assertion.outcome().name());
        node.put("field", assertion.field());
        node.put("offset", assertion.offset());
        node.put("expected", assertion.expected());
        node.put("observed", assertion.observed());
        node.put("combination", assertion.combination());
        node.put("exchange", assertion.exchange());
        node.put("note", assertion.note());
        return node;
    }

    private static ObjectNode exchange(Exchange exchange) {
        ObjectNode node = NODES.objectNode();
        node.put("number", exchange.number());
        node.put("session", "%08X".formatted(exchange.session()));
        node.put("purpose", exchange.purpose());
        node.set("request", message(exchange.request(), true));
        exchange.response().ifPresent(response -> node.set("response", message(response, false)));
        return node;
    }

    private static ObjectNode message(Bytes bytes, boolean isRequest) {
        Annotation annotation = Annotation.of(bytes, isRequest);
        ObjectNode node = NODES.objectNode();
        node.put("name", annotation.name());
        node.put("size", bytes.size());
        node.put("hex", annotation.hex());
        return node;
    }
}
