package dev.tdisp.core.ide;

import static dev.tdisp.core.ide.IdeStreamEvent.*;
import static dev.tdisp.core.ide.IdeStreamState.INSECURE;
import static dev.tdisp.core.ide.IdeStreamState.READY;
import static dev.tdisp.core.ide.IdeStreamState.SECURE;
import static dev.tdisp.core.ide.IdeStreamTransition.Effect.ERASE_KEYS;
import static dev.tdisp.core.ide.IdeStreamTransition.Effect.IMPOSSIBLE;
import static dev.tdisp.core.ide.IdeStreamTransition.Effect.NONE;
import static dev.tdisp.core.ide.IdeStreamTransition.Effect.START_COUNTERS;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The state machine of a stream as data: every state, every event. */
public final class IdeStreamTransitions {
    private static final String KEYS = "section 6.33.3";
    private static final String STATES = "section 6.33.2";
    private static final String TEE = "section 11.4.5";

    private static final Map<IdeStreamState, Map<IdeStreamEvent, IdeStreamTransition>> TABLE = makeTable();

    private IdeStreamTransitions() {}

    private static Map<IdeStreamState, Map<IdeStreamEvent, IdeStreamTransition>> makeTable() {
        var table = new Table();
        addInsecure(table);
        addReady(table);
        addSecure(table);
        for (IdeStreamState state : IdeStreamState.values()) {
            addInvalidations(table, state);
        }
        return table.rows;
    }

    private static void addInsecure(Table table) {
        table.add(INSECURE, Set.of(KEY_PROGRAMMED, KEY_STARTED, KEY_STOPPED), INSECURE, NONE, KEYS);
        table.add(INSECURE, Set.of(KEY_SET_COMPLETED), READY, NONE, KEYS);
        table.add(INSECURE, Set.of(ENABLED), INSECURE, NONE, STATES);
        var impossible = Set.of(ALL_KEYS_STARTED, KEY_SET_BROKEN, KEY_IN_USE_STOPPED, ENABLED_WITH_KEYS);
        table.add(INSECURE, impossible, INSECURE, IMPOSSIBLE, "no key set is complete");
    }

    private static void addReady(Table table) {
        var keyEvents = Set.of(KEY_PROGRAMMED, KEY_SET_COMPLETED, KEY_STARTED, KEY_STOPPED);
        table.add(READY, keyEvents, READY, NONE, KEYS);
        table.add(READY, Set.of(ALL_KEYS_STARTED, ENABLED_WITH_KEYS), SECURE, START_COUNTERS, STATES);
        table.add(READY, Set.of(KEY_SET_BROKEN), INSECURE, NONE, KEYS);
        table.add(READY, Set.of(ENABLED), READY, NONE, STATES);
        table.add(READY, Set.of(KEY_IN_USE_STOPPED), READY, IMPOSSIBLE, "no key protects anything");
    }

    private static void addSecure(Table table) {
        var keyEvents = Set.of(KEY_PROGRAMMED, KEY_SET_COMPLETED, KEY_STARTED, ALL_KEYS_STARTED, KEY_STOPPED);
        table.add(SECURE, keyEvents, SECURE, NONE, KEYS);
        table.add(SECURE, Set.of(KEY_IN_USE_STOPPED), INSECURE, ERASE_KEYS, KEYS);
        table.add(SECURE, Set.of(KEY_SET_BROKEN), SECURE, IMPOSSIBLE, "told as KEY_STOPPED or KEY_IN_USE_STOPPED");
        table.add(SECURE, Set.of(ENABLED, ENABLED_WITH_KEYS), SECURE, IMPOSSIBLE, "Enable is 1");
    }

    private static void addInvalidations(Table table, IdeStreamState state) {
        table.add(state, Set.of(FAIL_MESSAGE_RECEIVED), state, NONE, STATES);
        table.add(
                state, Set.of(DISABLED, STREAM_ID_CHANGED, CHECK_FAILED, PARTNER_FAILED), INSECURE, ERASE_KEYS, STATES);
        table.add(state, Set.of(KEY_EXPIRED, OWNER_CHANGED), INSECURE, ERASE_KEYS, KEYS);
        table.add(state, Set.of(CONVENTIONAL_RESET, LINK_DOWN, FUNCTION_0_RESET), INSECURE, ERASE_KEYS, STATES);
        table.add(state, Set.of(SESSION_ENDED, DEVICE_POLICY, CONFIGURATION_CHANGED), INSECURE, ERASE_KEYS, TEE);
    }

    /**
     * Looks a cell up.
     *
     * @param state the state
     * @param event what happens
     * @return what follows
     */
    public static IdeStreamTransition of(IdeStreamState state, IdeStreamEvent event) {
        IdeStreamTransition transition = TABLE.getOrDefault(state, Map.of()).get(event);
        if (transition == null) {
            throw new AssertionError("no row for %s in %s".formatted(event, state));
        }
        return transition;
    }

    /**
     * Returns the whole table.
     *
     * @return every cell, by state, then by event
     */
    public static List<IdeStreamTransition> all() {
        var all = new ArrayList<IdeStreamTransition>();
        for (Map<IdeStreamEvent, IdeStreamTransition> row : TABLE.values()) {
            all.addAll(row.values());
        }
        return List.copyOf(all);
    }

    private static final class Table {
        private final Map<IdeStreamState, Map<IdeStreamEvent, IdeStreamTransition>> rows =
                new EnumMap<>(IdeStreamState.class);

        private void add(
                IdeStreamState from,
                Set<IdeStreamEvent> events,
                IdeStreamState to,
                IdeStreamTransition.Effect effect,
                String clause) {
            Map<IdeStreamEvent, IdeStreamTransition> row =
                    rows.computeIfAbsent(from, state -> new EnumMap<>(IdeStreamEvent.class));
            for (IdeStreamEvent event : events) {
                var transition = new IdeStreamTransition(from, event, to, effect, clause);
                if (row.put(event, transition) != null) {
                    throw new AssertionError("two rows for %s in %s".formatted(event, from));
                }
            }
        }
    }
}
