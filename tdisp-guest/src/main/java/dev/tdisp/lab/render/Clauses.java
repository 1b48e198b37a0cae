package dev.tdisp.lab.render;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.trace.TraceEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where the specification defines what a trace shows. */
final class Clauses {
    private static final String IDE_KM = "section 6.33.3";
    private static final Map<String, String> TDISP = tdisp();

    private Clauses() {}

    private static Map<String, String> tdisp() {
        Map<String, String> clauses = new HashMap<>();
        for (RequestCode code : RequestCode.values()) {
            clauses.put(code.name(), "section " + code.clause());
            clauses.put(code.responseName(), "section " + code.clause());
        }
        clauses.put("TDISP_ERROR", "section 11.3.24");
        return clauses;
    }

    static Optional<String> of(TraceEvent event) {
        if (event instanceof TraceEvent.Message message) {
            return of(message);
        }
        if (event instanceof TraceEvent.StateChange change && !change.clause().isEmpty()) {
            return Optional.of(change.clause());
        }
        return Optional.empty();
    }

    private static Optional<String> of(TraceEvent.Message message) {
        return switch (message.protocol()) {
            case "TDISP" -> Optional.ofNullable(TDISP.get(message.name()));
            case "IDE_KM" -> Optional.of(IDE_KM);
            default -> Optional.empty();
        };
    }
}
