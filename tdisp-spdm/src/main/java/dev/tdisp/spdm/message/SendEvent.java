package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * SEND_EVENT: tells what happened (section 2.18).
 *
 * @param header version and parameters; both are reserved
 * @param events the events
 */
public record SendEvent(SpdmHeader header, List<Event> events) implements SpdmRequest {
    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters; both are reserved
     * @param events the events
     */
    public SendEvent {
        events = List.copyOf(events);
    }

    @Override
    public int code() {
        return SpdmCode.SEND_EVENT.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.SEND_EVENT.requestName();
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @param events the events
     * @return the message
     */
    public static SendEvent of(SpdmVersion version, List<Event> events) {
        return new SendEvent(SpdmHeader.of(version, 0, 0), events);
    }

    /**
     * Tells whether the instance ids are those of different events without a gap between them, in any order.
     *
     * @return false if one is missing or twice there
     */
    public boolean hasContiguousIds() {
        var ids = events.stream().mapToLong(Event::instanceId).sorted().toArray();
        for (int i = 1; i < ids.length; i++) {
            if (ids[i] != ids[i - 1] + 1) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the events in the order in which they happened.
     *
     * @return the events by their instance ids
     */
    public List<Event> ordered() {
        return events.stream()
                .sorted(Comparator.comparingLong(Event::instanceId))
                .toList();
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.u32("EventCount", events.size());
        events.forEach(event -> event.write(out));
    }

    static SendEvent read(SpdmHeader header, WireReader in) {
        long count = in.u32("EventCount");
        List<Event> events = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            events.add(Event.read(in));
        }
        return new SendEvent(header, events);
    }
}
