package dev.tdisp.core.tdi;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows {@link TdiTransitions} to people: tables in Markdown and a state diagram in Mermaid. */
public final class TdiStateTables {
    private static final String BREAK = "<br>";

    private TdiStateTables() {}

    /**
     * Shows what each request does in each state, in our reading.
     *
     * @return a Markdown table
     */
    public static String requests() {
        var table = new StringBuilder(head("Request", "Condition", "Clause"));
        for (RequestCode request : RequestCode.values()) {
            table.append("| %02Xh %s | %s |".formatted(request.code(), request, condition(request)));
            for (TdiState state : TdiState.values()) {
                table.append(' ')
                        .append(cell(rows(TdiTransitions.requests(), request, state)))
                        .append(" |");
            }
            table.append(' ').append(request.clause()).append(" |\n");
        }
        return table.toString();
    }

    /**
     * Shows what each event does in each state, in our reading.
     *
     * @return a Markdown table
     */
    public static String events() {
        var table = new StringBuilder(head("Event", "What happened", "Clause"));
        for (TdiEvent event : TdiEvent.values()) {
            table.append("| %s %s | %s |".formatted(event.id(), event, event.sentence()));
            for (TdiState state : TdiState.values()) {
                table.append(' ')
                        .append(cell(rows(TdiTransitions.events(), event, state)))
                        .append(" |");
            }
            table.append(' ').append(event.clause()).append(" |\n");
        }
        return table.toString();
    }

    /**
     * Shows the rows that switches bring in.
     *
     * @return a Markdown table
     */
    public static String switches() {
        var table = new StringBuilder("| Switches on | Trigger | State | Then |\n|---|---|---|---|\n");
        Stream.concat(TdiTransitions.requests().stream(), TdiTransitions.events().stream())
                .filter(row -> !row.switches().isEmpty())
                .forEach(row -> table.append("| %s | %s | %s | %s |%n"
                        .formatted(
                                row.switches().stream().map(Enum::name).collect(Collectors.joining(" and ")),
                                row.trigger(),
                                row.from(),
                                cell(List.of(row)))
                        .replace("\r", "")));
        return table.toString();
    }

    /**
     * Shows the moves between states, in our reading.
     *
     * @return a Mermaid state diagram
     */
    public static String diagram() {
        var diagram = new StringBuilder("stateDiagram-v2\n    [*] --> CONFIG_UNLOCKED\n");
        moves().forEach((move, causes) -> diagram.append("    %s : %s\n".formatted(move, causes)));
        return diagram.toString();
    }

    private static Map<String, String> moves() {
        Map<String, Set<String>> requests = new LinkedHashMap<>();
        Map<String, List<String>> events = new LinkedHashMap<>();
        for (var row : TdiTransitions.requests()) {
            if (row.isMove() && row.switches().isEmpty()) {
                requests.computeIfAbsent(arrow(row), key -> new TreeSet<>())
                        .add(row.trigger().name());
            }
        }
        for (var row : TdiTransitions.events()) {
            if (row.isMove() && row.switches().isEmpty()) {
                events.computeIfAbsent(arrow(row), key -> new ArrayList<>())
                        .add(row.trigger().id());
            }
        }
        Map<String, String> moves = new LinkedHashMap<>();
        requests.forEach((arrow, names) -> moves.put(arrow, String.join(" or ", names)));
        events.forEach((arrow, ids) -> moves.merge(arrow, String.join(" ", ids), (a, b) -> a + " or " + b));
        return moves;
    }

    private static String arrow(TdiTransition<?> row) {
        return "%s --> %s".formatted(row.from(), row.to());
    }

    private static String head(String first, String second, String last) {
        String states = Stream.of(TdiState.values()).map(Enum::name).collect(Collectors.joining(" | "));
        return "| %s | %s | %s | %s |\n|---|---|---|---|---|---|---|\n".formatted(first, second, states, last);
    }

    private static String condition(RequestCode request) {
        return TdiTransitions.condition(request).orElse("");
    }

    private static <T> List<TdiTransition<T>> rows(List<TdiTransition<T>> all, T trigger, TdiState state) {
        return all.stream()
                .filter(row -> row.trigger() == trigger && row.from() == state)
                .filter(row -> row.switches().isEmpty())
                .toList();
    }

    private static String cell(List<? extends TdiTransition<?>> rows) {
        return rows.stream().map(TdiStateTables::outcome).collect(Collectors.joining(BREAK));
    }

    private static String outcome(TdiTransition<?> row) {
        String when = switch (row.guard()) {
            case ALWAYS -> "";
            case MET -> "met: ";
            case UNMET -> "else: ";
        };
        String effects = row.effects().stream().map(TdiEffect::words).collect(Collectors.joining(", "));
        return when + result(row) + (effects.isEmpty() ? "" : " (" + effects + ")");
    }

    private static String result(TdiTransition<?> row) {
        if (row.isRefused()) {
            return row.refusal().map(TdispErrorCode::name).orElse("the error of the check");
        }
        if (row.isMove()) {
            return "**" + row.to() + "**";
        }
        return row.trigger() instanceof RequestCode ? "answered" : "–";
    }
}
