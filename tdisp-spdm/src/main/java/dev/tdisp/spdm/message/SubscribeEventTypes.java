package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.List;

/**
 * SUBSCRIBE_EVENT_TYPES: says which events are wanted (section 2.18).
 *
 * @param header version and parameters; Param1 is the number of groups, 0 to want no events, Param2 is reserved
 * @param eventGroups the groups, {@link EventGroup#decodeAll} decodes them; no bytes to want no events
 */
public record SubscribeEventTypes(SpdmHeader header, Bytes eventGroups) implements SpdmRequest {
    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters; Param1 is the number of groups, 0 to want no events, Param2 is reserved
     * @param eventGroups the groups, {@link EventGroup#decodeAll} decodes them; no bytes to want no events
     */
    public SubscribeEventTypes {
        if (header.param1() == 0) {
            FieldSizes.require("eventGroups", eventGroups, 0);
        }
    }

    @Override
    public int code() {
        return SpdmCode.SUBSCRIBE_EVENT_TYPES.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.SUBSCRIBE_EVENT_TYPES.requestName();
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @param groups the groups; none to want no events
     * @return the message
     */
    public static SubscribeEventTypes of(SpdmVersion version, List<EventGroup> groups) {
        return new SubscribeEventTypes(SpdmHeader.of(version, groups.size(), 0), EventGroup.encodeAll(groups));
    }

    /**
     * Returns how many groups there are.
     *
     * @return the byte SubscribeEventGroupCount
     */
    public int groupCount() {
        return header.param1();
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        if (header.param1() != 0) {
            out.u32("SubscribeListLen", eventGroups.size());
            out.bytes("SubscribeList", eventGroups);
        }
    }

    static SubscribeEventTypes read(SpdmHeader header, WireReader in) {
        boolean isNone = header.param1() == 0;
        return new SubscribeEventTypes(
                header, isNone ? Bytes.EMPTY : in.bytes("SubscribeList", in.u32("SubscribeListLen")));
    }
}
