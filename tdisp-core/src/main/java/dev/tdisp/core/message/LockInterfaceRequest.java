package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * LOCK_INTERFACE_REQUEST: freezes the configuration of an interface (section 11.3.8).
 *
 * @param header what all messages begin with
 * @param parameters FLAGS, default stream, MMIO_REPORTING_OFFSET and BIND_P2P_ADDRESS_MASK
 * @param reserved the reserved byte
 */
public record LockInterfaceRequest(TdispHeader header, LockParameters parameters, int reserved)
        implements TdispRequest {
    /**
     * Checks the ranges.
     *
     * @param header what all messages begin with
     * @param parameters FLAGS, default stream, MMIO_REPORTING_OFFSET and BIND_P2P_ADDRESS_MASK
     * @param reserved the reserved byte
     */
    public LockInterfaceRequest {
        Ranges.u8("Reserved[19]", reserved);
    }

    /**
     * Creates the request with the reserved byte 0.
     *
     * @param header what all messages begin with
     * @param parameters what to bind
     */
    public LockInterfaceRequest(TdispHeader header, LockParameters parameters) {
        this(header, parameters, 0);
    }

    @Override
    public int code() {
        return RequestCode.LOCK_INTERFACE_REQUEST.code();
    }

    @Override
    public String name() {
        return RequestCode.LOCK_INTERFACE_REQUEST.name();
    }

    @Override
    public String detail() {
        return parameters.toString();
    }

    @Override
    public TdispRequest blanked() {
        return this;
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.lockInterface(this);
    }

    @Override
    public void encode(WireWriter out) {
        header.encode(out, code(), name());
        out.u16("FLAGS", parameters.flags().bits());
        out.meaning(parameters.flags());
        out.u8("DefaultStreamID", parameters.defaultStreamId());
        out.u8("Reserved[19]", reserved);
        out.u64("MMIO_REPORTING_OFFSET", parameters.mmioReportingOffset());
        out.u64("BIND_P2P_ADDRESS_MASK", parameters.bindP2pAddressMask());
    }

    static LockInterfaceRequest decode(TdispHeader header, WireReader in) {
        var flags = new LockFlags(in.u16("FLAGS"));
        in.meaning(flags);
        int streamId = in.u8("DefaultStreamID");
        int reserved = in.u8("Reserved[19]");
        long offset = in.u64("MMIO_REPORTING_OFFSET");
        long mask = in.u64("BIND_P2P_ADDRESS_MASK");
        return new LockInterfaceRequest(header, new LockParameters(flags, streamId, offset, mask), reserved);
    }
}
