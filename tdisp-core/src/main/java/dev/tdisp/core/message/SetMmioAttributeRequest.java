package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * SET_MMIO_ATTRIBUTE_REQUEST: changes the attributes of a reported range (section 11.3.22).
 *
 * @param header what all messages begin with
 * @param firstPage the first 4K page as in the report, 64 bits
 * @param pageCount the number of 4K pages, 32 bits
 * @param attributes the wanted attributes, 16 bits; only {@link #IS_NON_TEE_MEM} is defined
 * @param rangeId the range id as in the report, 16 bits
 */
public record SetMmioAttributeRequest(TdispHeader header, long firstPage, long pageCount, int attributes, int rangeId)
        implements TdispRequest {
    /** The attribute of a range that is not TEE memory: bit 2. */
    public static final int IS_NON_TEE_MEM = 1 << 2;

    /**
     * Checks the ranges.
     *
     * @param header what all messages begin with
     * @param firstPage the first 4K page as in the report, 64 bits
     * @param pageCount the number of 4K pages, 32 bits
     * @param attributes the wanted attributes, 16 bits; only {@link #IS_NON_TEE_MEM} is defined
     * @param rangeId the range id as in the report, 16 bits
     */
    public SetMmioAttributeRequest {
        Ranges.u32("number of 4K pages", pageCount);
        Ranges.u16("attributes", attributes);
        Ranges.u16("range id", rangeId);
    }

    @Override
    public int code() {
        return RequestCode.SET_MMIO_ATTRIBUTE_REQUEST.code();
    }

    @Override
    public String name() {
        return RequestCode.SET_MMIO_ATTRIBUTE_REQUEST.name();
    }

    @Override
    public String detail() {
        return "range %d: %d pages from page %Xh become %s"
                .formatted(rangeId, pageCount, firstPage, isNonTeeMemory() ? "non-TEE" : "TEE");
    }

    @Override
    public TdispRequest blanked() {
        return this;
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.setMmioAttribute(this);
    }

    /**
     * Tells what the range is to become.
     *
     * @return true if IS_NON_TEE_MEM is set
     */
    public boolean isNonTeeMemory() {
        return (attributes & IS_NON_TEE_MEM) != 0;
    }

    @Override
    public void encode(WireWriter out) {
        header.encode(out, code(), name());
        out.enter("MMIO_RANGE");
        out.u64("First4KPage", firstPage);
        out.u32("NumberOf4KPages", pageCount);
        out.u16("RangeAttributes", attributes);
        out.u16("RangeID", rangeId);
        out.leave();
    }

    static SetMmioAttributeRequest decode(TdispHeader header, WireReader in) {
        in.enter("MMIO_RANGE");
        long firstPage = in.u64("First4KPage");
        long pageCount = in.u32("NumberOf4KPages");
        int attributes = in.u16("RangeAttributes");
        int rangeId = in.u16("RangeID");
        in.leave();
        return new SetMmioAttributeRequest(header, firstPage, pageCount, attributes, rangeId);
    }
}
