package dev.tdisp.spdm.transport;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * Tells the protocol at an index.
 *
 * @param vendorId who defined the protocol; {@link #NO_VENDOR} if the index is out of range
 * @param type its data object type
 * @param nextIndex the index of the next protocol; 0 behind the last
 */
public record DoeDiscoveryResponse(int vendorId, int type, int nextIndex) {
    /** The vendor id that says there is no protocol at the index. */
    public static final int NO_VENDOR = 0xFFFF;

    /** The answer to an index out of range. */
    public static final DoeDiscoveryResponse NOTHING = new DoeDiscoveryResponse(NO_VENDOR, 0, 0);

    /**
     * Encodes the payload of the data object.
     *
     * @return one dword
     */
    public Bytes encode() {
        var out = WireWriter.create();
        out.u16("VendorID", vendorId);
        out.u8("DataObjectType", type);
        out.u8("NextIndex", nextIndex);
        return out.toBytes();
    }

    /**
     * Decodes the payload of a data object.
     *
     * @param in a reader at the start of the payload
     * @return the response
     * @throws MalformedMessageException if the payload is not one dword
     */
    public static DoeDiscoveryResponse decode(WireReader in) {
        var response = new DoeDiscoveryResponse(in.u16("VendorID"), in.u8("DataObjectType"), in.u8("NextIndex"));
        in.end();
        return response;
    }
}
