package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * GET_DEVICE_INTERFACE_REPORT: asks for a portion of the report (section 11.3.10).
 *
 * @param header what all messages begin with
 * @param offset OFFSET: where the portion starts, 0 to 65535
 * @param length LENGTH: how many bytes are wanted at most, 0 to 65535
 */
public record GetDeviceInterfaceReport(TdispHeader header, int offset, int length) implements TdispRequest {
    /**
     * Checks the ranges.
     *
     * @param header what all messages begin with
     * @param offset OFFSET: where the portion starts, 0 to 65535
     * @param length LENGTH: how many bytes are wanted at most, 0 to 65535
     */
    public GetDeviceInterfaceReport {
        Ranges.u16("OFFSET", offset);
        Ranges.u16("LENGTH", length);
    }

    @Override
    public int code() {
        return RequestCode.GET_DEVICE_INTERFACE_REPORT.code();
    }

    @Override
    public String name() {
        return RequestCode.GET_DEVICE_INTERFACE_REPORT.name();
    }

    @Override
    public String detail() {
        return "offset %d length %d".formatted(offset, length);
    }

    @Override
    public TdispRequest blanked() {
        return this;
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.getDeviceInterfaceReport(this);
    }

    @Override
    public void encode(WireWriter out) {
        header.encode(out, code(), name());
        out.u16("OFFSET", offset);
        out.u16("LENGTH", length);
    }

    static GetDeviceInterfaceReport decode(TdispHeader header, WireReader in) {
        int offset = in.u16("OFFSET");
        return new GetDeviceInterfaceReport(header, offset, in.u16("LENGTH"));
    }
}
