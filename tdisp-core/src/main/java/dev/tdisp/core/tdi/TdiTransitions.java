package dev.tdisp.core.tdi;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The state table of an interface as data: what each request and each event does in each state (sections 11.2 and
 * 11.3.1).
 *
 * <p>For each trigger and state there is exactly one row of our reading, or one for either outcome of the request's
 * {@linkplain #condition condition}. Rows of {@linkplain TdiTransition#switches() switches} stand before it and win
 * while their switches are on; one that asks for more switches stands before one that asks for fewer.
 */
public final class TdiTransitions {
    private static final List<TdiTransition<RequestCode>> REQUESTS = RequestRows.all();
    private static final List<TdiTransition<TdiEvent>> EVENTS = EventRows.all();
    private static final Map<RequestCode, List<TdiTransition<RequestCode>>> BY_REQUEST =
            REQUESTS.stream().collect(Collectors.groupingBy(TdiTransition::trigger));
    private static final Map<TdiEvent, List<TdiTransition<TdiEvent>>> BY_EVENT =
            EVENTS.stream().collect(Collectors.groupingBy(TdiTransition::trigger));

    private TdiTransitions() {}

    /**
     * Returns the rows of requests.
     *
     * @return every row, in order of precedence
     */
    public static List<TdiTransition<RequestCode>> requests() {
        return REQUESTS;
    }

    /**
     * Returns the rows of events.
     *
     * @return every row, in order of precedence
     */
    public static List<TdiTransition<TdiEvent>> events() {
        return EVENTS;
    }

    /**
     * Says on what the outcome of a request depends, beside the state.
     *
     * @param request the request
     * @return the condition in a few words, or nothing if the state alone decides
     */
    public static Optional<String> condition(RequestCode request) {
        return Optional.ofNullable(
                switch (request) {
                    case LOCK_INTERFACE_REQUEST -> "no condition of L3 to L20 holds";
                    case GET_DEVICE_INTERFACE_REPORT -> "OFFSET and LENGTH fit the report";
                    case START_INTERFACE_REQUEST -> "the nonce is that of the lock";
                    case BIND_P2P_STREAM_REQUEST -> "the stream can be bound";
                    case UNBIND_P2P_STREAM_REQUEST -> "the stream is bound";
                    case SET_MMIO_ATTRIBUTE_REQUEST -> "the attribute of the range can change";
                    case SET_TDISP_CONFIG_REQUEST -> "every interface is in CONFIG_UNLOCKED";
                    case GET_TDISP_VERSION,
                            GET_TDISP_CAPABILITIES,
                            GET_DEVICE_INTERFACE_STATE,
                            STOP_INTERFACE_REQUEST,
                            VDM_REQUEST -> null;
                });
    }

    /**
     * Finds what a request does.
     *
     * @param request the request
     * @param state the state before
     * @param met whether the request's condition is met; without meaning if it has none
     * @param on the switches that are on
     * @return the row that holds
     */
    public static TdiTransition<RequestCode> of(RequestCode request, TdiState state, boolean met, Set<TdispSwitch> on) {
        return first(BY_REQUEST.getOrDefault(request, List.of()), state, met, on);
    }

    /**
     * Finds what an event does.
     *
     * @param event the event
     * @param state the state before
     * @param on the switches that are on
     * @return the row that holds
     */
    public static TdiTransition<TdiEvent> of(TdiEvent event, TdiState state, Set<TdispSwitch> on) {
        return first(BY_EVENT.getOrDefault(event, List.of()), state, true, on);
    }

    private static <T> TdiTransition<T> first(
            List<TdiTransition<T>> rows, TdiState state, boolean met, Set<TdispSwitch> on) {
        for (TdiTransition<T> row : rows) {
            if (row.holds(state, met, on)) {
                return row;
            }
        }
        throw new AssertionError("no row in %s among %s".formatted(state, rows));
    }
}
