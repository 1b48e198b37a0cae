package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What ENDPOINT_INFO says of the class of a device, its SubCode 1 (section 2.20).
 *
 * @param reserved 3 reserved bytes
 * @param identifiers the classes
 */
public record DeviceClassInfo(int reserved, List<DeviceClass> identifiers) {
    /**
     * Copies the list.
     *
     * @param reserved 3 reserved bytes
     * @param identifiers the classes
     */
    public DeviceClassInfo {
        identifiers = List.copyOf(identifiers);
    }

    /**
     * Encodes the classes.
     *
     * @return the field EPInfo
     */
    public Bytes encode() {
        var out = WireWriter.create();
        out.u8("NumIdentifiers", identifiers.size());
        out.u24("Reserved", reserved);
        identifiers.forEach(identifier -> identifier.write(out));
        return out.toBytes();
    }

    /**
     * Decodes the classes.
     *
     * @param info the field EPInfo
     * @return the classes
     * @throws MalformedMessageException if the bytes are no such field
     */
    public static DeviceClassInfo decode(Bytes info) {
        var in = WireReader.of(info);
        int count = in.u8("NumIdentifiers");
        int reserved = in.u24("Reserved");
        List<DeviceClass> identifiers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            identifiers.add(DeviceClass.read(in));
        }
        in.end();
        return new DeviceClassInfo(reserved, identifiers);
    }
}
