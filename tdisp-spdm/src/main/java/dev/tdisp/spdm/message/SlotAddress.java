package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * The slot that SLOT_MANAGEMENT is about (section 2.21). Experimental: the sizes of its fields are inferred.
 *
 * @param bank the bank, 0 to 239
 * @param slot the slot; its upper 4 bits are reserved
 */
public record SlotAddress(int bank, int slot) {
    /** The size of the structure. */
    public static final int SIZE = 8;

    private static final int RESERVED_SIZE = 4;
    private static final int SLOT_MASK = 0x0F;

    /**
     * Returns the slot without reserved bits.
     *
     * @return 0 to 15
     */
    public int slotId() {
        return slot & SLOT_MASK;
    }

    /**
     * Writes the structure.
     *
     * @param out takes it
     */
    public void write(WireWriter out) {
        out.u16("ReqLength", SIZE);
        out.u8("BankID", bank);
        out.u8("SlotID", slot);
        out.bytes("Reserved", Bytes.filled(0, RESERVED_SIZE));
    }

    /**
     * Reads the structure.
     *
     * @param in stands before it
     * @return the address
     * @throws dev.tdisp.core.wire.MalformedMessageException if there is none
     */
    public static SlotAddress read(WireReader in) {
        int length = in.u16("ReqLength");
        if (length != SIZE) {
            throw in.malformed("ReqLength", 2, "%d is not 8".formatted(length));
        }
        var address = new SlotAddress(in.u8("BankID"), in.u8("SlotID"));
        in.bytes("Reserved", RESERVED_SIZE);
        return address;
    }
}
