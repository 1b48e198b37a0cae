package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * Something that happened at an endpoint (section 2.18).
 *
 * @param instanceId the field EventInstanceID, which counts events
 * @param reserved 4 reserved bytes
 * @param group who defines the event
 * @param type the event in that group
 * @param detail what the event says
 */
public record Event(long instanceId, long reserved, StandardsBody group, int type, Bytes detail) {
    /** DMTF's event that events were lost. */
    public static final int EVENT_LOST = 1;

    /** DMTF's event that measurements changed. */
    public static final int MEASUREMENT_CHANGED = 2;

    /** DMTF's event that measurements will change by an update. */
    public static final int MEASUREMENT_PRE_UPDATE = 3;

    /** DMTF's event that certificate chains changed. */
    public static final int CERTIFICATE_CHANGED = 4;

    /**
     * Creates an event that DMTF defines.
     *
     * @param instanceId its number
     * @param type which event
     * @param detail what it says
     * @return the event
     */
    public static Event dmtf(long instanceId, int type, Bytes detail) {
        return new Event(instanceId, 0, StandardsBody.DMTF, type, detail);
    }

    void write(WireWriter out) {
        out.u32("EventInstanceID", instanceId);
        out.u32("Reserved", reserved);
        group.write(out);
        out.u16("EventTypeID", type);
        out.u16("EventDetailLen", detail.size());
        out.bytes("EventDetail", detail);
    }

    static Event read(WireReader in) {
        long instanceId = in.u32("EventInstanceID");
        long reserved = in.u32("Reserved");
        StandardsBody group = StandardsBody.read(in);
        int type = in.u16("EventTypeID");
        return new Event(instanceId, reserved, group, type, in.bytes("EventDetail", in.u16("EventDetailLen")));
    }
}
