package dev.tdisp.core.tdi;

import static dev.tdisp.core.message.TdiState.CONFIG_LOCKED;
import static dev.tdisp.core.message.TdiState.CONFIG_UNLOCKED;
import static dev.tdisp.core.message.TdiState.ERROR;
import static dev.tdisp.core.message.TdiState.RUN;
import static dev.tdisp.core.tdi.TdiEffect.BINDING_RELEASED;
import static dev.tdisp.core.tdi.TdiEffect.DATA_CONTAINED;
import static dev.tdisp.core.tdi.TdiEffect.NONCE_DESTROYED;
import static dev.tdisp.core.tdi.TdiEffect.REPORT_FORGOTTEN;
import static dev.tdisp.core.tdi.TdiEffect.SCRUBBED;
import static dev.tdisp.core.tdi.TdispSwitch.ATS_WRITE_ALLOWED;
import static dev.tdisp.core.tdi.TdispSwitch.FIRMWARE_DOWNGRADE_ALLOWED;
import static dev.tdisp.core.tdi.TdispSwitch.FUNCTION_RESET_UNLOCKS;
import static dev.tdisp.core.tdi.TdispSwitch.UNLOCKED_MOVES_TO_ERROR;

import dev.tdisp.core.message.TdiState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes down the rows of events. */
final class EventRows {
    private static final Set<TdiEffect> ALL_FORGOTTEN =
            EnumSet.of(NONCE_DESTROYED, SCRUBBED, BINDING_RELEASED, REPORT_FORGOTTEN);

    /** What breaks the trust in a locked or running interface, without a switch or an exception of its own. */
    private static final Set<TdiEvent> VIOLATIONS = EnumSet.of(
            TdiEvent.DEFAULT_STREAM_INSECURE,
            TdiEvent.SESSION_ENDED,
            TdiEvent.COMMAND_ENABLE_CLEARED,
            TdiEvent.BAR_MODIFIED,
            TdiEvent.REQUESTER_ID_CHANGED,
            TdiEvent.DEVICE_CONTROL_MODIFIED,
            TdiEvent.POWER_STATE_LOST,
            TdiEvent.MSIX_MODIFIED,
            TdiEvent.RESOURCE_CAPABILITY_MODIFIED,
            TdiEvent.SRIOV_OR_PRI_MODIFIED,
            TdiEvent.MULTICAST_MODIFIED,
            TdiEvent.BOUND_STREAM_MODIFIED,
            TdiEvent.POWER_ALLOCATION_INSUFFICIENT,
            TdiEvent.REPORTED_VENDOR_REGISTER_MODIFIED,
            TdiEvent.DEVICE_CONFIGURATION_MODIFIED,
            TdiEvent.INTERNAL_DATA_ERROR,
            TdiEvent.COMPLETION_FAILED,
            TdiEvent.FIRMWARE_UPDATE_FORCED,
            TdiEvent.DEBUG_AUTHORISED,
            TdiEvent.DSM_FAILED,
            TdiEvent.LINK_DOWN,
            TdiEvent.FUNCTION_DISABLED);

    /** What does not reach into an interface. */
    private static final Set<TdiEvent> HARMLESS = EnumSet.of(
            TdiEvent.FOREIGN_KEY_PROGRAMMING,
            TdiEvent.KEY_REFRESH,
            TdiEvent.LINK_REGISTER_WRITTEN,
            TdiEvent.FREE_REGISTER_WRITTEN,
            TdiEvent.VIRTUAL_CHANNEL_WRITTEN,
            TdiEvent.POWER_ALLOCATION_WRITTEN,
            TdiEvent.FIRMWARE_UPDATE_REFUSED,
            TdiEvent.FIRMWARE_UPDATED,
            TdiEvent.TLP_REJECTED);

    private final List<TdiTransition<TdiEvent>> rows = new ArrayList<>();

    private EventRows() {}

    static List<TdiTransition<TdiEvent>> all() {
        var table = new EventRows();
        table.addResets();
        table.addSwitched();
        table.addStateBound();
        VIOLATIONS.forEach(event -> table.violation(event, Set.of()));
        HARMLESS.forEach(event -> table.stay(event, EnumSet.allOf(TdiState.class)));
        table.rows.sort(Comparator.comparing(TdiTransition::trigger));
        return List.copyOf(table.rows);
    }

    private void addResets() {
        forgetAll(TdiEvent.CONVENTIONAL_RESET, Set.of(), EnumSet.allOf(TdiState.class));
        for (TdiEvent event : EnumSet.of(TdiEvent.FUNCTION_LEVEL_RESET, TdiEvent.PF_FUNCTION_LEVEL_RESET)) {
            forgetAll(event, Set.of(FUNCTION_RESET_UNLOCKS), EnumSet.of(CONFIG_LOCKED, RUN, ERROR));
            violation(event, Set.of());
        }
    }

    private void addSwitched() {
        for (TdiState state : EnumSet.of(CONFIG_UNLOCKED, CONFIG_LOCKED, RUN)) {
            row(TdiEvent.ATS_MODIFIED, state, Set.of(ATS_WRITE_ALLOWED), state, Set.of());
        }
        violation(TdiEvent.ATS_MODIFIED, Set.of());
        for (TdiState state : EnumSet.of(CONFIG_LOCKED, RUN)) {
            row(TdiEvent.FIRMWARE_DOWNGRADE, state, Set.of(FIRMWARE_DOWNGRADE_ALLOWED), ERROR, sealed(state));
        }
        stay(TdiEvent.FIRMWARE_DOWNGRADE, EnumSet.allOf(TdiState.class));
    }

    private void addStateBound() {
        forgetAll(TdiEvent.DATA_CLEARED, Set.of(), EnumSet.of(ERROR));
        stay(TdiEvent.DATA_CLEARED, EnumSet.of(CONFIG_UNLOCKED, CONFIG_LOCKED, RUN));
        violation(TdiEvent.P2P_STREAM_INSECURE, EnumSet.of(CONFIG_LOCKED));
        violation(TdiEvent.POISONED_TLP_RECEIVED, EnumSet.of(CONFIG_LOCKED));
        violation(TdiEvent.UNTRUSTED_TRANSLATION, EnumSet.of(CONFIG_LOCKED));
    }

    private void violation(TdiEvent event, Set<TdiState> unharmed) {
        row(event, CONFIG_UNLOCKED, Set.of(UNLOCKED_MOVES_TO_ERROR), ERROR, Set.of(DATA_CONTAINED));
        for (TdiState state : EnumSet.of(CONFIG_LOCKED, RUN)) {
            if (!unharmed.contains(state)) {
                row(event, state, Set.of(), ERROR, sealed(state));
            }
        }
        stay(event, EnumSet.of(CONFIG_UNLOCKED, ERROR));
        stay(event, unharmed);
    }

    private void forgetAll(TdiEvent event, Set<TdispSwitch> switches, Set<TdiState> states) {
        for (TdiState state : states) {
            row(event, state, switches, CONFIG_UNLOCKED, ALL_FORGOTTEN);
        }
    }

    private void stay(TdiEvent event, Set<TdiState> states) {
        for (TdiState state : states) {
            row(event, state, Set.of(), state, Set.of());
        }
    }

    private void row(TdiEvent event, TdiState from, Set<TdispSwitch> switches, TdiState to, Set<TdiEffect> effects) {
        rows.add(new TdiTransition<>(
                event, from, TdiGuard.ALWAYS, switches, to, false, Optional.empty(), effects, event.clause()));
    }

    private static Set<TdiEffect> sealed(TdiState from) {
        return from == CONFIG_LOCKED ? EnumSet.of(NONCE_DESTROYED, DATA_CONTAINED) : EnumSet.of(DATA_CONTAINED);
    }
}
