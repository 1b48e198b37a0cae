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
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes down the rows of events. */
final class EventRows {
    private static final Set<TdiEffect> ALL_FORGOTTEN =
            EnumSet.of(NONCE_DESTROYED, SCRUBBED, BINDING_RELEASED, REPORT_FORGOTTEN);

    private final List<TdiTransition<TdiEvent>> rows = new ArrayList<>();

    private EventRows() {}

    static List<TdiTransition<TdiEvent>> all() {
        var table = new EventRows();
        for (TdiEvent event : TdiEvent.values()) {
            table.add(event);
        }
        return List.copyOf(table.rows);
    }

    private void add(TdiEvent event) {
        switch (event) {
            case CONVENTIONAL_RESET -> forgetAll(event, Set.of(), EnumSet.allOf(TdiState.class));
            case FUNCTION_LEVEL_RESET, PF_FUNCTION_LEVEL_RESET -> {
                forgetAll(event, Set.of(FUNCTION_RESET_UNLOCKS), EnumSet.of(CONFIG_LOCKED, RUN, ERROR));
                violation(event, Set.of());
            }
            case ATS_MODIFIED -> {
                for (TdiState state : EnumSet.of(CONFIG_UNLOCKED, CONFIG_LOCKED, RUN)) {
                    row(event, state, Set.of(ATS_WRITE_ALLOWED), state, Set.of());
                }
                violation(event, Set.of());
            }
            case FIRMWARE_DOWNGRADE -> {
                row(event, CONFIG_LOCKED, Set.of(FIRMWARE_DOWNGRADE_ALLOWED), ERROR, sealed(CONFIG_LOCKED));
                row(event, RUN, Set.of(FIRMWARE_DOWNGRADE_ALLOWED), ERROR, sealed(RUN));
                stay(event, EnumSet.allOf(TdiState.class));
            }
            case DATA_CLEARED -> {
                forgetAll(event, Set.of(), EnumSet.of(ERROR));
                stay(event, EnumSet.of(CONFIG_UNLOCKED, CONFIG_LOCKED, RUN));
            }
            case P2P_STREAM_INSECURE, POISONED_TLP_RECEIVED, UNTRUSTED_TRANSLATION ->
                violation(event, EnumSet.of(CONFIG_LOCKED));
            case DEFAULT_STREAM_INSECURE,
                    SESSION_ENDED,
                    COMMAND_ENABLE_CLEARED,
                    BAR_MODIFIED,
                    REQUESTER_ID_CHANGED,
                    DEVICE_CONTROL_MODIFIED,
                    POWER_STATE_LOST,
                    MSIX_MODIFIED,
                    RESOURCE_CAPABILITY_MODIFIED,
                    SRIOV_OR_PRI_MODIFIED,
                    MULTICAST_MODIFIED,
                    BOUND_STREAM_MODIFIED,
                    POWER_ALLOCATION_INSUFFICIENT,
                    REPORTED_VENDOR_REGISTER_MODIFIED,
                    DEVICE_CONFIGURATION_MODIFIED,
                    INTERNAL_DATA_ERROR,
                    COMPLETION_FAILED,
                    FIRMWARE_UPDATE_FORCED,
                    DEBUG_AUTHORISED,
                    DSM_FAILED,
                    LINK_DOWN,
                    FUNCTION_DISABLED -> violation(event, Set.of());
            case FOREIGN_KEY_PROGRAMMING,
                    KEY_REFRESH,
                    LINK_REGISTER_WRITTEN,
                    FREE_REGISTER_WRITTEN,
                    VIRTUAL_CHANNEL_WRITTEN,
                    POWER_ALLOCATION_WRITTEN,
                    FIRMWARE_UPDATE_REFUSED,
                    FIRMWARE_UPDATED,
                    TLP_REJECTED -> stay(event, EnumSet.allOf(TdiState.class));
        }
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
