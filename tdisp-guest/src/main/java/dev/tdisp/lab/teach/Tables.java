package dev.tdisp.lab.teach;

import dev.tdisp.core.ide.IdeStreamState;
import dev.tdisp.core.ide.IdeStreamTransition;
import dev.tdisp.core.ide.IdeStreamTransitions;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.tdi.LockCheck;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.tdi.TdiTransition;
import dev.tdisp.core.tdi.TdiTransitions;
import dev.tdisp.guest.attestation.Check;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.connection.SessionState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The tables of the state machines, and what the words of refusals mean: all that is needed to draw a machine and to explain
 * why something was refused.
 *
 * @param machines the machines; those that matter most come first
 * @param words what names of checks, errors and reasons mean
 * @param steps what a step is for, by how its name begins
 */
public record Tables(List<Machine> machines, Map<String, String> words, Map<String, String> steps) {
    private static final String WORDS = "words.txt";
    private static final String STEPS = "steps.txt";
    private static final String MOVES = "spdm-moves.txt";

    /**
     * Copies the lists.
     *
     * @param machines the machines
     * @param words what words mean
     * @param steps what steps are for
     */
    public Tables {
        machines = List.copyOf(machines);
        words = Map.copyOf(words);
        steps = Map.copyOf(steps);
    }

    /**
     * A kind of state machine.
     *
     * @param prefix how the names of its machines in a trace begin
     * @param title what it is
     * @param states its states
     * @param rows what leads where
     */
    public record Machine(String prefix, String title, List<State> states, List<Row> rows) {
        /**
         * Copies the lists.
         *
         * @param prefix how the names of its machines in a trace begin
         * @param title what it is
         * @param states its states
         * @param rows what leads where
         */
        public Machine {
            states = List.copyOf(states);
            rows = List.copyOf(rows);
        }
    }

    /**
     * A state.
     *
     * @param name its name
     * @param meaning what is the case in it
     */
    public record State(String name, String meaning) {}

    /**
     * A row of a transition table.
     *
     * @param trigger the request or the event
     * @param meaning what the event is; empty for a request
     * @param from the state before
     * @param to the state after
     * @param refused whether it is a request that is refused
     * @param code the error that it is refused with; empty if it is not, or not answered
     * @param condition what else decides; empty if the state alone does
     * @param clause where the specification says so
     */
    public record Row(
            String trigger,
            String meaning,
            String from,
            String to,
            boolean refused,
            String code,
            String condition,
            String clause) {}

    /**
     * Returns all tables, as the specification is read without any switch.
     *
     * @return the tables
     */
    public static Tables all() {
        return new Tables(List.of(interfaces(), streams(), sessions(), connections()), meanings(), pairs(STEPS));
    }

    private static Machine interfaces() {
        List<Row> rows = new ArrayList<>();
        TdiTransitions.requests().stream()
                .filter(row -> row.switches().isEmpty())
                .forEach(row -> rows.add(request(row)));
        TdiTransitions.events().stream()
                .filter(row -> row.switches().isEmpty() && row.isMove())
                .forEach(row -> rows.add(event(row)));
        return new Machine("TDI", "TEE device interface", states("TDI", TdiState.values()), rows);
    }

    private static Row request(TdiTransition<RequestCode> row) {
        String condition = TdiTransitions.condition(row.trigger())
                .map(text -> switch (row.guard()) {
                    case ALWAYS -> "";
                    case MET -> "if " + text;
                    case UNMET -> "unless " + text;
                })
                .orElse("");
        String code = row.refusal().map(Enum::name).orElse("");
        return row(row.trigger().name(), "", row, code, condition, "section " + row.clause());
    }

    private static Row event(TdiTransition<TdiEvent> row) {
        return row(row.trigger().name(), row.trigger().sentence(), row, "", "", "section " + row.clause());
    }

    private static Row row(
            String trigger, String meaning, TdiTransition<?> row, String code, String condition, String clause) {
        return new Row(trigger, meaning, row.from().name(), row.to().name(), row.isRefused(), code, condition, clause);
    }

    private static Machine streams() {
        List<Row> rows = IdeStreamTransitions.all().stream()
                .filter(row -> row.effect() != IdeStreamTransition.Effect.IMPOSSIBLE && row.from() != row.to())
                .map(row -> new Row(
                        row.event().name(),
                        row.event().sentence(),
                        row.from().name(),
                        row.to().name(),
                        false,
                        "",
                        "",
                        row.clause()))
                .toList();
        return new Machine("stream", "IDE stream", states("stream", IdeStreamState.values()), rows);
    }

    private static Machine sessions() {
        return new Machine("SPDM session", "SPDM session", states("session", SessionState.values()), moves("session"));
    }

    private static Machine connections() {
        return new Machine(
                "SPDM connection",
                "SPDM connection",
                states("connection", ConnectionState.values()),
                moves("connection"));
    }

    private static List<Row> moves(String machine) {
        return Lines.of(MOVES, 5).stream()
                .filter(parts -> parts.get(0).equals(machine))
                .map(parts ->
                        new Row(parts.get(3), "", parts.get(1), parts.get(2), false, "", "", "section " + parts.get(4)))
                .toList();
    }

    private static List<State> states(String machine, Enum<?>[] states) {
        Map<String, String> meanings = meanings();
        return Stream.of(states)
                .map(state -> new State(state.name(), meanings.getOrDefault(machine + "." + state.name(), "")))
                .toList();
    }

    private static Map<String, String> meanings() {
        Map<String, String> words = pairs(WORDS);
        for (LockCheck check : LockCheck.values()) {
            words.put(check.name(), "a condition of the lock: refused if " + check.sentence());
        }
        for (Check check : Check.values()) {
            words.put(check.name(), "the guest asks that the " + check.sentence());
        }
        return words;
    }

    private static Map<String, String> pairs(String file) {
        Map<String, String> pairs = new LinkedHashMap<>();
        Lines.of(file, 2).forEach(parts -> pairs.put(parts.get(0), parts.get(1)));
        return pairs;
    }
}
