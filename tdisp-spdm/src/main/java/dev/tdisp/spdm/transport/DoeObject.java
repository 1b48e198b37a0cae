package dev.tdisp.spdm.transport;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * A PCI DOE data object: two header dwords and a payload of whole dwords (PCI Express section 6.30).
 *
 * <pre>{@code
 * DoeObject.of(DoeObject.TYPE_SPDM, Bytes.fromHex("10 84 00 00")).encode(); // 01 00 01 00 03 00 00 00 10 84 00 00
 * }</pre>
 *
 * @param vendorId who defined the type; {@link #VENDOR_PCI_SIG} for all types named here
 * @param type the data object type
 * @param reserved the reserved byte behind the type
 * @param lengthReserved bits 31 to 18 of the second dword, moved to bit 0
 * @param payload the content; filled up with zeros to whole dwords
 */
public record DoeObject(int vendorId, int type, int reserved, int lengthReserved, Bytes payload) {
    /** The vendor id of PCI-SIG. */
    public static final int VENDOR_PCI_SIG = 0x0001;

    /** The type of DOE discovery. */
    public static final int TYPE_DISCOVERY = 0;

    /** The type of CMA-SPDM: messages in the clear. */
    public static final int TYPE_SPDM = 1;

    /** The type of Secured CMA-SPDM: records. */
    public static final int TYPE_SECURED_SPDM = 2;

    /** The size of the header in bytes. */
    public static final int HEADER_SIZE = 8;

    private static final int DWORD = 4;
    private static final int LENGTH_BITS = 18;
    private static final int MAXIMUM_DWORDS = 1 << LENGTH_BITS;

    /**
     * Fills the payload up to whole dwords.
     *
     * @param vendorId who defined the type
     * @param type the data object type
     * @param reserved the reserved byte behind the type
     * @param lengthReserved bits 31 to 18 of the second dword, moved to bit 0
     * @param payload the content
     */
    public DoeObject {
        payload = payload.plus(Bytes.filled(0, -payload.size() & DWORD - 1));
        if (payload.size() + HEADER_SIZE > MAXIMUM_DWORDS * DWORD) {
            throw new IllegalArgumentException(
                    "payload: %d bytes do not fit in a data object".formatted(payload.size()));
        }
    }

    /**
     * Returns an object of PCI-SIG's.
     *
     * @param type the data object type
     * @param payload the content
     * @return the object
     */
    public static DoeObject of(int type, Bytes payload) {
        return new DoeObject(VENDOR_PCI_SIG, type, 0, 0, payload);
    }

    /**
     * Encodes the object.
     *
     * @return header and payload
     */
    public Bytes encode() {
        int dwords = (HEADER_SIZE + payload.size()) / DWORD % MAXIMUM_DWORDS;
        var out = WireWriter.create();
        out.u16("VendorID", vendorId);
        out.u8("DataObjectType", type);
        out.u8("Reserved", reserved);
        out.u32("Length", (long) lengthReserved << LENGTH_BITS | dwords);
        out.bytes("Payload", payload);
        return out.toBytes();
    }

    /**
     * Decodes an object.
     *
     * @param object exactly one data object
     * @return the object
     * @throws MalformedMessageException if the length is not that of the bytes
     */
    public static DoeObject decode(Bytes object) {
        return decode(WireReader.of(object));
    }

    /**
     * Decodes an object.
     *
     * @param in a reader at the start of exactly one data object
     * @return the object
     * @throws MalformedMessageException if the length is not that of the bytes
     */
    public static DoeObject decode(WireReader in) {
        int vendorId = in.u16("VendorID");
        int type = in.u8("DataObjectType");
        int reserved = in.u8("Reserved");
        long length = in.u32("Length");
        int field = (int) (length & MAXIMUM_DWORDS - 1);
        int size = (field == 0 ? MAXIMUM_DWORDS : field) * DWORD;
        if (size != HEADER_SIZE + in.remaining()) {
            throw in.malformed(
                    "Length", DWORD, "%d bytes, but there are %d".formatted(size, HEADER_SIZE + in.remaining()));
        }
        return new DoeObject(vendorId, type, reserved, (int) (length >>> LENGTH_BITS), in.rest("Payload"));
    }
}
