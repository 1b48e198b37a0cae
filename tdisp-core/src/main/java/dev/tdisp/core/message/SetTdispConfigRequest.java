package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * SET_TDISP_CONFIG_REQUEST: configures the whole DSM (PCI Express 7.0).
 *
 * @param header what all messages begin with
 * @param config 32 bits: {@link #XT_MODE_ENABLE}, {@link #XT_BIT_FOR_LOCKED_MSIX}, others reserved
 */
public record SetTdispConfigRequest(TdispHeader header, long config) implements TdispRequest {
    /** Bit 0: the extended TEE mode is on. */
    public static final long XT_MODE_ENABLE = 1;

    /** Bit 1: locked MSI-X interrupts carry the XT bit. */
    public static final long XT_BIT_FOR_LOCKED_MSIX = 1 << 1;

    /**
     * Checks the ranges.
     *
     * @param header what all messages begin with
     * @param config 32 bits: {@link #XT_MODE_ENABLE}, {@link #XT_BIT_FOR_LOCKED_MSIX}, others reserved
     */
    public SetTdispConfigRequest {
        Ranges.u32("TDISP_CONFIG", config);
    }

    @Override
    public int code() {
        return RequestCode.SET_TDISP_CONFIG_REQUEST.code();
    }

    @Override
    public String name() {
        return RequestCode.SET_TDISP_CONFIG_REQUEST.name();
    }

    @Override
    public String detail() {
        return "config %Xh".formatted(config);
    }

    @Override
    public TdispRequest blanked() {
        return this;
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.setTdispConfig(this);
    }

    @Override
    public void encode(WireWriter out) {
        header.encode(out, code(), name());
        out.u32("TDISP_CONFIG", config);
    }

    static SetTdispConfigRequest decode(TdispHeader header, WireReader in) {
        return new SetTdispConfigRequest(header, in.u32("TDISP_CONFIG"));
    }
}
