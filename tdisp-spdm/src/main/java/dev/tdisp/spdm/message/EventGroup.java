package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of one standards body or vendor (section 2.18).
 *
 * @param group who defines them
 * @param version the version of the group
 * @param attributes bit 0 stands for all events of the group
 * @param types the events
 */
public record EventGroup(StandardsBody group, int version, long attributes, List<EventType> types) {
    /** The attribute that stands for all events of the group. */
    public static final int ALL_TYPES = 1;

    /**
     * Copies the list.
     *
     * @param group who defines them
     * @param version the version of the group
     * @param attributes bit 0 stands for all events of the group
     * @param types the events
     */
    public EventGroup {
        types = List.copyOf(types);
    }

    /**
     * Encodes a list of groups.
     *
     * @param groups the groups
     * @return what SUPPORTED_EVENT_TYPES and SUBSCRIBE_EVENT_TYPES carry
     */
    public static Bytes encodeAll(List<EventGroup> groups) {
        var out = WireWriter.create();
        groups.forEach(group -> group.write(out));
        return out.toBytes();
    }

    /**
     * Decodes a list of groups.
     *
     * @param encoded what SUPPORTED_EVENT_TYPES or SUBSCRIBE_EVENT_TYPES carries
     * @return the groups
     * @throws MalformedMessageException if the bytes are no such list
     */
    public static List<EventGroup> decodeAll(Bytes encoded) {
        var in = WireReader.of(encoded);
        List<EventGroup> groups = new ArrayList<>();
        while (in.remaining() > 0) {
            groups.add(read(in));
        }
        return groups;
    }

    private void write(WireWriter out) {
        group.write(out);
        out.u16("EventTypeCount", types.size());
        out.u16("EventGroupVer", version);
        out.u32("Attributes", attributes);
        for (EventType type : types) {
            out.u16("EventTypeID", type.id());
            out.u16("Reserved", type.reserved());
        }
    }

    private static EventGroup read(WireReader in) {
        StandardsBody group = StandardsBody.read(in);
        int count = in.u16("EventTypeCount");
        int version = in.u16("EventGroupVer");
        long attributes = in.u32("Attributes");
        List<EventType> types = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int id = in.u16("EventTypeID");
            types.add(new EventType(id, in.u16("Reserved")));
        }
        return new EventGroup(group, version, attributes, types);
    }
}
