package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The class of a device in the numbers of a standards body or vendor (section 2.20).
 *
 * @param body whose numbers they are
 * @param subIds the numbers
 */
public record DeviceClass(StandardsBody body, List<Bytes> subIds) {
    /**
     * Copies the list.
     *
     * @param body whose numbers they are
     * @param subIds the numbers
     */
    public DeviceClass {
        subIds = List.copyOf(subIds);
    }

    void write(WireWriter out) {
        Bytes content = content();
        out.u8("ElementLength", content.size());
        out.bytes("Element", content);
    }

    private Bytes content() {
        var out = WireWriter.create();
        body.write(out);
        out.u8("NumSubIDs", subIds.size());
        for (Bytes subId : subIds) {
            out.u8("SubIDLen", subId.size());
            out.bytes("SubID", subId);
        }
        return out.toBytes();
    }

    static DeviceClass read(WireReader in) {
        int length = in.u8("ElementLength");
        int start = in.offset();
        StandardsBody body = StandardsBody.read(in);
        int count = in.u8("NumSubIDs");
        List<Bytes> subIds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            subIds.add(in.bytes("SubID", in.u8("SubIDLen")));
        }
        int size = in.offset() - start;
        if (size != length) {
            throw in.malformed("ElementLength", size + 1, "%d, but the element has %d bytes".formatted(length, size));
        }
        return new DeviceClass(body, subIds);
    }
}
