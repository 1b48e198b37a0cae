package dev.tdisp.spdm.connection;

import dev.tdisp.spdm.message.Event;
import java.util.List;

/** Is told of the events that the other end sends (section 2.18). */
@FunctionalInterface
public interface EventListener {
    /**
     * Takes events.
     *
     * @param sessionId the session in which they came
     * @param events the events, in the order of their instance ids
     */
    void received(long sessionId, List<Event> events);
}
