package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * TDISP_CAPABILITIES: what the DSM supports (section 11.3.7).
 *
 * @param header what all messages begin with
 * @param dsmCaps DSM_CAPS, 32 bits
 * @param supportedRequests REQ_MSGS_SUPPORTED
 * @param supportedLockFlags LOCK_INTERFACE_FLAGS_SUPPORTED
 * @param reserved the three reserved bytes, little-endian
 * @param devAddrWidth DEV_ADDR_WIDTH: the number of address bits
 * @param numReqThis NUM_REQ_THIS: requests that may be outstanding for this interface
 * @param numReqAll NUM_REQ_ALL: requests that may be outstanding for all interfaces of the DSM
 */
public record TdispCapabilities(
        TdispHeader header,
        long dsmCaps,
        SupportedRequests supportedRequests,
        LockFlags supportedLockFlags,
        int reserved,
        int devAddrWidth,
        int numReqThis,
        int numReqAll)
        implements TdispResponse {
    /** DSM_CAPS bit 0 (PCI Express 7.0): the extended TEE mode is supported. */
    public static final long XT_MODE_SUPPORTED = 1;

    /**
     * Checks the ranges.
     *
     * @param header what all messages begin with
     * @param dsmCaps DSM_CAPS, 32 bits
     * @param supportedRequests REQ_MSGS_SUPPORTED
     * @param supportedLockFlags LOCK_INTERFACE_FLAGS_SUPPORTED
     * @param reserved the three reserved bytes, little-endian
     * @param devAddrWidth DEV_ADDR_WIDTH: the number of address bits
     * @param numReqThis NUM_REQ_THIS: requests that may be outstanding for this interface
     * @param numReqAll NUM_REQ_ALL: requests that may be outstanding for all interfaces of the DSM
     */
    public TdispCapabilities {
        Ranges.u32("DSM_CAPS", dsmCaps);
        Ranges.u24("Reserved[38]", reserved);
        Ranges.u8("DEV_ADDR_WIDTH", devAddrWidth);
        Ranges.u8("NUM_REQ_THIS", numReqThis);
        Ranges.u8("NUM_REQ_ALL", numReqAll);
    }

    @Override
    public int code() {
        return RequestCode.GET_TDISP_CAPABILITIES.responseCode();
    }

    @Override
    public String name() {
        return RequestCode.GET_TDISP_CAPABILITIES.responseName();
    }

    @Override
    public String detail() {
        return "requests %s, lock flags %s, %d address bits, %d/%d outstanding"
                .formatted(supportedRequests, supportedLockFlags, devAddrWidth, numReqThis, numReqAll);
    }

    @Override
    public TdispResponse blanked() {
        return this;
    }

    @Override
    public void encode(WireWriter out) {
        header.encode(out, code(), name());
        out.u32("DSM_CAPS", dsmCaps);
        out.bytes("REQ_MSGS_SUPPORTED", supportedRequests.bits());
        out.meaning(supportedRequests);
        out.u16("LOCK_INTERFACE_FLAGS_SUPPORTED", supportedLockFlags.bits());
        out.meaning(supportedLockFlags);
        out.u24("Reserved[38]", reserved);
        out.u8("DEV_ADDR_WIDTH", devAddrWidth);
        out.u8("NUM_REQ_THIS", numReqThis);
        out.u8("NUM_REQ_ALL", numReqAll);
    }

    static TdispCapabilities decode(TdispHeader header, WireReader in) {
        long dsmCaps = in.u32("DSM_CAPS");
        var requests = new SupportedRequests(in.bytes("REQ_MSGS_SUPPORTED", SupportedRequests.SIZE));
        in.meaning(requests);
        var flags = new LockFlags(in.u16("LOCK_INTERFACE_FLAGS_SUPPORTED"));
        in.meaning(flags);
        int reserved = in.u24("Reserved[38]");
        int width = in.u8("DEV_ADDR_WIDTH");
        int numReqThis = in.u8("NUM_REQ_THIS");
        int numReqAll = in.u8("NUM_REQ_ALL");
        return new TdispCapabilities(header, dsmCaps, requests, flags, reserved, width, numReqThis, numReqAll);
    }
}
