package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;

/** What SLOT_MANAGEMENT and its response have in common: a structure somewhere behind the front (section 2.21). */
public sealed interface SlotManagementMessage permits SlotManagement, SlotManagementResponse {
    /** Size of what stands in front of the structure, from the message's first byte. */
    int FRONT_SIZE = 8;

    /**
     * Returns the header.
     *
     * @return version; Param1 is the SubCode, Param2 is reserved
     */
    SpdmHeader header();

    /**
     * Says where the structure starts.
     *
     * @return the offset from the message's first byte; 0 if the SubCode has none
     */
    int structOffset();

    /**
     * Returns what follows the front.
     *
     * @return all bytes that were received
     */
    Bytes rest();

    /**
     * Returns what it is about.
     *
     * @return the SubCode
     */
    default int subCode() {
        return header().param1();
    }

    /**
     * Tells whether the structure starts within the message, or is absent.
     *
     * @return false if the offset is one that cannot be
     */
    default boolean isOffsetLegal() {
        return structOffset() == 0 || structOffset() >= FRONT_SIZE && structOffset() - FRONT_SIZE <= rest().size();
    }

    /**
     * Returns the structure.
     *
     * @return its bytes, with what a transport may have padded; no bytes if there is none
     */
    default Bytes struct() {
        return structOffset() == 0 || !isOffsetLegal() ? Bytes.EMPTY : rest().from(structOffset() - FRONT_SIZE);
    }
}
