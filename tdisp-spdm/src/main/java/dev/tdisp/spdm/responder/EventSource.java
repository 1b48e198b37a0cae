package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.SessionListener;
import dev.tdisp.spdm.message.Event;
import dev.tdisp.spdm.message.EventGroup;
import dev.tdisp.spdm.message.EventType;
import dev.tdisp.spdm.message.SendEvent;
import dev.tdisp.spdm.message.StandardsBody;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The events of a device: what can be subscribed to, who has subscribed, and what is still to be told (section 2.18).
 *
 * <p>An event stays until {@link #acknowledged} says that it has arrived. Of too many events the oldest are dropped, and one
 * that says so takes their place.
 *
 * <p>For one thread at a time.
 */
public final class EventSource implements SessionListener {
    static final int CAPACITY = 16;

    private final List<EventGroup> supported;
    private final Map<Long, Subscription> subscriptions = new LinkedHashMap<>();

    /**
     * Creates a source without subscribers.
     *
     * @param supported the events that there are
     */
    public EventSource(List<EventGroup> supported) {
        this.supported = List.copyOf(supported);
    }

    /**
     * Creates a source of the events that DMTF defines.
     *
     * @return the source
     */
    public static EventSource dmtf() {
        List<EventType> types = List.of(
                EventType.of(Event.EVENT_LOST),
                EventType.of(Event.MEASUREMENT_CHANGED),
                EventType.of(Event.MEASUREMENT_PRE_UPDATE),
                EventType.of(Event.CERTIFICATE_CHANGED));
        return new EventSource(List.of(new EventGroup(StandardsBody.DMTF, 1, 0, types)));
    }

    /**
     * Returns the events that there are.
     *
     * @return the groups
     */
    public List<EventGroup> supported() {
        return supported;
    }

    /**
     * Tells the subscribers of an event.
     *
     * @param group who defines it
     * @param type the event in that group
     * @param detail what it says
     */
    public void raise(StandardsBody group, int type, Bytes detail) {
        subscriptions.values().stream()
                .filter(subscription -> subscription.wants(group, type))
                .forEach(subscription -> subscription.add(group, type, detail));
    }

    /**
     * Returns the sessions that are still to be told of events.
     *
     * @return their ids
     */
    public List<Long> waiting() {
        return subscriptions.entrySet().stream()
                .filter(entry -> !entry.getValue().events.isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Returns what a session is still to be told.
     *
     * @param sessionId the session
     * @param version the negotiated version
     * @return the message; nothing if there is nothing to tell
     */
    public Optional<SendEvent> pending(long sessionId, SpdmVersion version) {
        return pending(sessionId, version, Long.MAX_VALUE);
    }

    /** Returns as much of it as fits into a message; what does not fit alone is lost. */
    Optional<SendEvent> pending(long sessionId, SpdmVersion version, long room) {
        return Optional.ofNullable(subscriptions.get(sessionId))
                .filter(subscription -> !subscription.events.isEmpty())
                .map(subscription -> SendEvent.of(version, subscription.fitting(version, room)));
    }

    /**
     * Forgets the events that have arrived.
     *
     * @param sessionId the session
     * @param message what EVENT_ACK has acknowledged
     */
    public void acknowledged(long sessionId, SendEvent message) {
        Optional.ofNullable(subscriptions.get(sessionId))
                .ifPresent(subscription -> subscription.acknowledged(message.events()));
    }

    @Override
    public void sessionEnded(long sessionId, String cause) {
        subscriptions.remove(sessionId);
    }

    /** Tells whether everything that is wanted can be subscribed to. */
    boolean isSupported(List<EventGroup> wanted) {
        return wanted.stream()
                .allMatch(group -> supported.stream()
                        .anyMatch(known -> known.group().equals(group.group())
                                && known.version() == group.version()
                                && ids(known).containsAll(ids(group))));
    }

    void subscribe(long sessionId, List<EventGroup> wanted) {
        if (wanted.isEmpty()) {
            subscriptions.remove(sessionId);
        } else {
            subscriptions.computeIfAbsent(sessionId, id -> new Subscription()).wanted = List.copyOf(wanted);
        }
    }

    void subscribeToAll(long sessionId) {
        subscribe(sessionId, supported);
    }

    private static List<Integer> ids(EventGroup group) {
        return group.types().stream().map(EventType::id).toList();
    }

    /** What one session wants, and has not got yet. */
    private static final class Subscription {
        private List<EventGroup> wanted = List.of();
        private final Deque<Event> events = new ArrayDeque<>();
        private long nextId;
        private long lastAcknowledged;

        boolean wants(StandardsBody group, int type) {
            return wanted.stream()
                    .filter(candidate -> candidate.group().equals(group))
                    .anyMatch(candidate -> (candidate.attributes() & EventGroup.ALL_TYPES) != 0
                            || ids(candidate).contains(type));
        }

        void add(StandardsBody group, int type, Bytes detail) {
            events.addLast(new Event(nextId++, 0, group, type, detail));
            if (events.size() > CAPACITY) {
                events.removeFirst();
                events.addFirst(lost(events.removeFirst()));
            }
        }

        List<Event> fitting(SpdmVersion version, long room) {
            events.addFirst(fitting(version, events.removeFirst(), room));
            List<Event> chosen = new ArrayList<>();
            for (Event event : List.copyOf(events)) {
                chosen.add(event);
                if (size(version, chosen) > room) {
                    return chosen.size() == 1 ? chosen : chosen.subList(0, chosen.size() - 1);
                }
            }
            return chosen;
        }

        private Event fitting(SpdmVersion version, Event event, long room) {
            return size(version, List.of(event)) > room ? lost(event) : event;
        }

        private static int size(SpdmVersion version, List<Event> chosen) {
            return SendEvent.of(version, chosen).encode().size();
        }

        /** Forgets what has arrived, and what was said to be lost and has arrived after all. */
        void acknowledged(List<Event> arrived) {
            arrived.forEach(event -> lastAcknowledged = Math.max(lastAcknowledged, event.instanceId()));
            events.removeIf(event -> event.instanceId() <= lastAcknowledged);
        }

        private Event lost(Event event) {
            return Event.dmtf(event.instanceId(), Event.EVENT_LOST, lost(event.instanceId()));
        }

        private Bytes lost(long lastLost) {
            var out = WireWriter.create();
            out.u32("LastAckedEventInstId", lastAcknowledged);
            out.u32("LastLostEventInstId", lastLost);
            return out.toBytes();
        }
    }
}
