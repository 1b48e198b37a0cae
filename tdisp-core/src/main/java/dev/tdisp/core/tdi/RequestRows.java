package dev.tdisp.core.tdi;

import static dev.tdisp.core.message.RequestCode.BIND_P2P_STREAM_REQUEST;
import static dev.tdisp.core.message.RequestCode.GET_DEVICE_INTERFACE_REPORT;
import static dev.tdisp.core.message.RequestCode.GET_DEVICE_INTERFACE_STATE;
import static dev.tdisp.core.message.RequestCode.GET_TDISP_CAPABILITIES;
import static dev.tdisp.core.message.RequestCode.GET_TDISP_VERSION;
import static dev.tdisp.core.message.RequestCode.LOCK_INTERFACE_REQUEST;
import static dev.tdisp.core.message.RequestCode.SET_MMIO_ATTRIBUTE_REQUEST;
import static dev.tdisp.core.message.RequestCode.SET_TDISP_CONFIG_REQUEST;
import static dev.tdisp.core.message.RequestCode.START_INTERFACE_REQUEST;
import static dev.tdisp.core.message.RequestCode.STOP_INTERFACE_REQUEST;
import static dev.tdisp.core.message.RequestCode.UNBIND_P2P_STREAM_REQUEST;
import static dev.tdisp.core.message.RequestCode.VDM_REQUEST;
import static dev.tdisp.core.message.TdiState.CONFIG_LOCKED;
import static dev.tdisp.core.message.TdiState.CONFIG_UNLOCKED;
import static dev.tdisp.core.message.TdiState.ERROR;
import static dev.tdisp.core.message.TdiState.RUN;
import static dev.tdisp.core.message.TdispErrorCode.INVALID_INTERFACE_STATE;
import static dev.tdisp.core.message.TdispErrorCode.INVALID_NONCE;
import static dev.tdisp.core.message.TdispErrorCode.INVALID_REQUEST;
import static dev.tdisp.core.tdi.TdiEffect.BINDING_RELEASED;
import static dev.tdisp.core.tdi.TdiEffect.CONFIGURATION_LOCKED;
import static dev.tdisp.core.tdi.TdiEffect.MADE_OPERATIONAL;
import static dev.tdisp.core.tdi.TdiEffect.NONCE_BORN;
import static dev.tdisp.core.tdi.TdiEffect.NONCE_DESTROYED;
import static dev.tdisp.core.tdi.TdiEffect.NONCE_OVERWRITTEN;
import static dev.tdisp.core.tdi.TdiEffect.REPORT_FORGOTTEN;
import static dev.tdisp.core.tdi.TdiEffect.SCRUBBED;
import static dev.tdisp.core.tdi.TdiGuard.ALWAYS;
import static dev.tdisp.core.tdi.TdiGuard.MET;
import static dev.tdisp.core.tdi.TdiGuard.UNMET;
import static dev.tdisp.core.tdi.TdispSwitch.NONCE_KEPT_AFTER_START;
import static dev.tdisp.core.tdi.TdispSwitch.NONCE_KEPT_AFTER_STOP;
import static dev.tdisp.core.tdi.TdispSwitch.REFUSED_LOCK_OVERWRITES_NONCE;
import static dev.tdisp.core.tdi.TdispSwitch.REPORT_KEPT_AFTER_STOP;
import static dev.tdisp.core.tdi.TdispSwitch.REPORT_WHEN_UNLOCKED_IS_INVALID_REQUEST;
import static dev.tdisp.core.tdi.TdispSwitch.STOP_ONLY_IN_RUN;
import static dev.tdisp.core.tdi.TdispSwitch.STOP_REFUSED_WHEN_UNLOCKED;
import static dev.tdisp.core.tdi.TdispSwitch.VERSION_RESETS_INTERFACE;
import static dev.tdisp.core.tdi.TdispSwitch.WRONG_NONCE_IS_INVALID_STATE;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes down the rows of requests. */
final class RequestRows {
    private static final String STATES_CLAUSE = "11.3.1";
    private static final Set<TdiState> ANY = EnumSet.allOf(TdiState.class);
    private static final Set<TdiState> BUT_UNLOCKED = EnumSet.of(CONFIG_LOCKED, RUN, ERROR);

    private final List<TdiTransition<RequestCode>> rows = new ArrayList<>();

    private RequestRows() {}

    static List<TdiTransition<RequestCode>> all() {
        var table = new RequestRows();
        table.queries();
        table.lock();
        table.report();
        table.start();
        table.stop();
        table.requestsOfRun();
        table.config();
        return List.copyOf(table.rows);
    }

    private void queries() {
        for (TdiState state : BUT_UNLOCKED) {
            move(
                    GET_TDISP_VERSION,
                    state,
                    ALWAYS,
                    Set.of(VERSION_RESETS_INTERFACE),
                    CONFIG_UNLOCKED,
                    Set.of(NONCE_DESTROYED, SCRUBBED, BINDING_RELEASED, REPORT_FORGOTTEN));
        }
        move(
                GET_TDISP_VERSION,
                CONFIG_UNLOCKED,
                ALWAYS,
                Set.of(VERSION_RESETS_INTERFACE),
                CONFIG_UNLOCKED,
                Set.of(NONCE_DESTROYED, REPORT_FORGOTTEN));
        for (TdiState state : ANY) {
            stay(GET_TDISP_VERSION, state, ALWAYS);
            stay(GET_TDISP_CAPABILITIES, state, ALWAYS);
            stay(GET_DEVICE_INTERFACE_STATE, state, ALWAYS);
            stay(VDM_REQUEST, state, ALWAYS);
        }
    }

    private void lock() {
        move(
                LOCK_INTERFACE_REQUEST,
                CONFIG_UNLOCKED,
                MET,
                Set.of(),
                CONFIG_LOCKED,
                Set.of(NONCE_BORN, CONFIGURATION_LOCKED));
        rows.add(new TdiTransition<>(
                LOCK_INTERFACE_REQUEST,
                CONFIG_UNLOCKED,
                UNMET,
                Set.of(),
                CONFIG_UNLOCKED,
                true,
                Optional.empty(),
                Set.of(),
                LOCK_INTERFACE_REQUEST.clause()));
        refuse(
                LOCK_INTERFACE_REQUEST,
                CONFIG_LOCKED,
                ALWAYS,
                Set.of(REFUSED_LOCK_OVERWRITES_NONCE),
                INVALID_INTERFACE_STATE,
                Set.of(NONCE_OVERWRITTEN));
        refuse(LOCK_INTERFACE_REQUEST, BUT_UNLOCKED);
    }

    private void report() {
        rows.add(row(GET_DEVICE_INTERFACE_REPORT, CONFIG_UNLOCKED, MET, Set.of(REPORT_KEPT_AFTER_STOP)));
        refuse(
                GET_DEVICE_INTERFACE_REPORT,
                CONFIG_UNLOCKED,
                ALWAYS,
                Set.of(REPORT_WHEN_UNLOCKED_IS_INVALID_REQUEST),
                INVALID_REQUEST,
                Set.of());
        for (TdiState state : EnumSet.of(CONFIG_LOCKED, RUN)) {
            stay(GET_DEVICE_INTERFACE_REPORT, state, MET);
            refuse(GET_DEVICE_INTERFACE_REPORT, state, UNMET, Set.of(), INVALID_REQUEST, Set.of());
        }
        refuse(GET_DEVICE_INTERFACE_REPORT, EnumSet.of(CONFIG_UNLOCKED, ERROR));
    }

    private void start() {
        move(
                START_INTERFACE_REQUEST,
                CONFIG_LOCKED,
                MET,
                Set.of(NONCE_KEPT_AFTER_START),
                RUN,
                Set.of(MADE_OPERATIONAL));
        move(START_INTERFACE_REQUEST, CONFIG_LOCKED, MET, Set.of(), RUN, Set.of(NONCE_DESTROYED, MADE_OPERATIONAL));
        refuse(
                START_INTERFACE_REQUEST,
                CONFIG_LOCKED,
                UNMET,
                Set.of(WRONG_NONCE_IS_INVALID_STATE),
                INVALID_INTERFACE_STATE,
                Set.of());
        refuse(START_INTERFACE_REQUEST, CONFIG_LOCKED, UNMET, Set.of(), INVALID_NONCE, Set.of());
        refuse(START_INTERFACE_REQUEST, EnumSet.of(CONFIG_UNLOCKED, RUN, ERROR));
    }

    private void stop() {
        for (TdiState state : EnumSet.of(CONFIG_UNLOCKED, CONFIG_LOCKED, ERROR)) {
            refuse(STOP_INTERFACE_REQUEST, state, ALWAYS, Set.of(STOP_ONLY_IN_RUN), INVALID_INTERFACE_STATE, Set.of());
        }
        refuse(
                STOP_INTERFACE_REQUEST,
                CONFIG_UNLOCKED,
                ALWAYS,
                Set.of(STOP_REFUSED_WHEN_UNLOCKED),
                INVALID_INTERFACE_STATE,
                Set.of());
        stay(STOP_INTERFACE_REQUEST, CONFIG_UNLOCKED, ALWAYS);
        for (TdiState state : BUT_UNLOCKED) {
            stop(state, Set.of(NONCE_KEPT_AFTER_STOP, REPORT_KEPT_AFTER_STOP), Set.of());
            stop(state, Set.of(NONCE_KEPT_AFTER_STOP), Set.of(REPORT_FORGOTTEN));
            stop(state, Set.of(REPORT_KEPT_AFTER_STOP), Set.of(NONCE_DESTROYED));
            stop(state, Set.of(), Set.of(NONCE_DESTROYED, REPORT_FORGOTTEN));
        }
    }

    private void stop(TdiState from, Set<TdispSwitch> switches, Set<TdiEffect> forgotten) {
        Set<TdiEffect> effects = EnumSet.of(SCRUBBED, BINDING_RELEASED);
        effects.addAll(forgotten);
        move(STOP_INTERFACE_REQUEST, from, ALWAYS, switches, CONFIG_UNLOCKED, effects);
    }

    private void requestsOfRun() {
        for (RequestCode request :
                List.of(BIND_P2P_STREAM_REQUEST, UNBIND_P2P_STREAM_REQUEST, SET_MMIO_ATTRIBUTE_REQUEST)) {
            stay(request, RUN, MET);
            refuse(request, RUN, UNMET, Set.of(), INVALID_REQUEST, Set.of());
            refuse(request, EnumSet.of(CONFIG_UNLOCKED, CONFIG_LOCKED, ERROR));
        }
    }

    private void config() {
        stay(SET_TDISP_CONFIG_REQUEST, CONFIG_UNLOCKED, MET);
        refuse(SET_TDISP_CONFIG_REQUEST, CONFIG_UNLOCKED, UNMET, Set.of(), INVALID_INTERFACE_STATE, Set.of());
        refuse(SET_TDISP_CONFIG_REQUEST, BUT_UNLOCKED);
    }

    private void move(
            RequestCode request,
            TdiState from,
            TdiGuard guard,
            Set<TdispSwitch> switches,
            TdiState to,
            Set<TdiEffect> effects) {
        rows.add(new TdiTransition<>(
                request, from, guard, switches, to, false, Optional.empty(), effects, request.clause()));
    }

    private void stay(RequestCode request, TdiState state, TdiGuard guard) {
        rows.add(row(request, state, guard, Set.of()));
    }

    private void refuse(RequestCode request, Set<TdiState> states) {
        for (TdiState state : states) {
            rows.add(new TdiTransition<>(
                    request,
                    state,
                    ALWAYS,
                    Set.of(),
                    state,
                    true,
                    Optional.of(INVALID_INTERFACE_STATE),
                    Set.of(),
                    STATES_CLAUSE));
        }
    }

    private void refuse(
            RequestCode request,
            TdiState state,
            TdiGuard guard,
            Set<TdispSwitch> switches,
            TdispErrorCode code,
            Set<TdiEffect> effects) {
        rows.add(new TdiTransition<>(
                request, state, guard, switches, state, true, Optional.of(code), effects, request.clause()));
    }

    private static TdiTransition<RequestCode> row(
            RequestCode request, TdiState state, TdiGuard guard, Set<TdispSwitch> switches) {
        return new TdiTransition<>(
                request, state, guard, switches, state, false, Optional.empty(), Set.of(), request.clause());
    }
}
