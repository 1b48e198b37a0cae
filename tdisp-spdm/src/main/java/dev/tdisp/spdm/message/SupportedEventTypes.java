package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.List;

/**
 * SUPPORTED_EVENT_TYPES: lists the events that can be subscribed to (section 2.18).
 *
 * @param header version and parameters; Param1 is the number of groups, Param2 is reserved
 * @param eventGroups the groups; {@link EventGroup#decodeAll} decodes them
 */
public record SupportedEventTypes(SpdmHeader header, Bytes eventGroups) implements SpdmResponse {
    @Override
    public int code() {
        return SpdmCode.GET_SUPPORTED_EVENT_TYPES.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.GET_SUPPORTED_EVENT_TYPES.responseName();
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @param groups the groups
     * @return the message
     */
    public static SupportedEventTypes of(SpdmVersion version, List<EventGroup> groups) {
        return new SupportedEventTypes(SpdmHeader.of(version, groups.size(), 0), EventGroup.encodeAll(groups));
    }

    /**
     * Returns how many groups there are.
     *
     * @return the byte EventGroupCount
     */
    public int groupCount() {
        return header.param1();
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.u32("SupportedEventGroupsListLen", eventGroups.size());
        out.bytes("SupportedEventGroupsList", eventGroups);
    }

    static SupportedEventTypes read(SpdmHeader header, WireReader in) {
        Bytes groups = in.bytes("SupportedEventGroupsList", in.u32("SupportedEventGroupsListLen"));
        return new SupportedEventTypes(header, groups);
    }
}
