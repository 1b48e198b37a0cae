package dev.tdisp.core.message;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * The INTERFACE_ID: which TEE device interface a message is about (section 11.2).
 *
 * <p>Equality is that of the 12 bytes; {@link #normalized()} takes away what a receiver ignores.
 *
 * @param functionId FUNCTION_ID: Requester ID in bits 15:0, segment in 23:16, segment valid in 24, reserved 31:25
 * @param reserved the 8 reserved bytes, little-endian; sent as 0, ignored by a receiver
 */
public record InterfaceId(long functionId, long reserved) {
    /** The size in bytes. */
    public static final int SIZE = 12;

    private static final int SEGMENT_SHIFT = 16;
    private static final long SEGMENT_VALID = 1L << 24;

    /**
     * Checks the range.
     *
     * @param functionId an unsigned 32-bit value
     * @param reserved all 64 bits
     */
    public InterfaceId {
        Ranges.u32("FUNCTION_ID", functionId);
    }

    /**
     * Names a function without saying its segment.
     *
     * @param requesterId the function
     * @return the identifier with Requester Segment Valid clear
     */
    public static InterfaceId of(RequesterId requesterId) {
        return new InterfaceId(requesterId.value(), 0);
    }

    /**
     * Names a function of a segment.
     *
     * @param function segment and function
     * @return the identifier with Requester Segment Valid set
     */
    public static InterfaceId of(FunctionId function) {
        long segment = (long) function.segment() << SEGMENT_SHIFT;
        return new InterfaceId(SEGMENT_VALID | segment | function.requesterId().value(), 0);
    }

    /**
     * Returns the function within its segment.
     *
     * @return FUNCTION_ID bits 15:0
     */
    public RequesterId requesterId() {
        return new RequesterId((int) functionId & 0xFFFF);
    }

    /**
     * Returns the Requester Segment field, which means something only if it {@linkplain #isSegmentValid() is valid}.
     *
     * @return FUNCTION_ID bits 23:16
     */
    public int segment() {
        return (int) (functionId >>> SEGMENT_SHIFT) & 0xFF;
    }

    /**
     * Tells whether the identifier says the segment.
     *
     * @return FUNCTION_ID bit 24
     */
    public boolean isSegmentValid() {
        return (functionId & SEGMENT_VALID) != 0;
    }

    /**
     * Returns the identifier without the bits that a receiver ignores: the reserved ones, and the segment if it is not
     * valid.
     *
     * @return an identifier that is equal for all spellings of the same interface
     */
    public InterfaceId normalized() {
        return isSegmentValid() ? of(new FunctionId(segment(), requesterId())) : of(requesterId());
    }

    /**
     * Tells whether this names a function: the same Requester ID and, if the identifier says a segment, the same
     * segment.
     *
     * @param function the function
     * @return true if the identifier means it
     */
    public boolean addresses(FunctionId function) {
        return requesterId().equals(function.requesterId()) && (!isSegmentValid() || segment() == function.segment());
    }

    void encode(WireWriter out) {
        out.enter("INTERFACE_ID");
        out.u32("FUNCTION_ID", functionId);
        out.meaning(this);
        out.u64("Reserved", reserved);
        out.leave();
    }

    static InterfaceId decode(WireReader in) {
        in.enter("INTERFACE_ID");
        long functionId = in.u32("FUNCTION_ID");
        in.meaning(new InterfaceId(functionId, 0));
        long reserved = in.u64("Reserved");
        in.leave();
        return new InterfaceId(functionId, reserved);
    }

    /**
     * Returns the usual form.
     *
     * @return for example {@code 0000:01:00.4}, without a segment {@code 01:00.4}
     */
    @Override
    public String toString() {
        return isSegmentValid()
                ? new FunctionId(segment(), requesterId()).toString()
                : requesterId().toString();
    }
}
