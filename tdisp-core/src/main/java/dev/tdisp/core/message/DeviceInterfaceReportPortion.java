package dev.tdisp.core.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * DEVICE_INTERFACE_REPORT: a portion of the report (section 11.3.11).
 *
 * @param header what all messages begin with
 * @param remainderLength REMAINDER_LENGTH: how many bytes follow behind this portion, 0 to 65535
 * @param reportBytes REPORT_BYTES: the portion, at most 65535 bytes
 */
public record DeviceInterfaceReportPortion(TdispHeader header, int remainderLength, Bytes reportBytes)
        implements TdispResponse {
    /**
     * Checks the ranges.
     *
     * @param header what all messages begin with
     * @param remainderLength REMAINDER_LENGTH: how many bytes follow behind this portion, 0 to 65535
     * @param reportBytes REPORT_BYTES: the portion, at most 65535 bytes
     */
    public DeviceInterfaceReportPortion {
        Ranges.u16("REMAINDER_LENGTH", remainderLength);
        Ranges.u16("PORTION_LENGTH", reportBytes.size());
    }

    @Override
    public int code() {
        return RequestCode.GET_DEVICE_INTERFACE_REPORT.responseCode();
    }

    @Override
    public String name() {
        return RequestCode.GET_DEVICE_INTERFACE_REPORT.responseName();
    }

    @Override
    public String detail() {
        return "portion %d remainder %d".formatted(reportBytes.size(), remainderLength);
    }

    @Override
    public TdispResponse blanked() {
        return this;
    }

    @Override
    public void encode(WireWriter out) {
        header.encode(out, code(), name());
        out.u16("PORTION_LENGTH", reportBytes.size());
        out.u16("REMAINDER_LENGTH", remainderLength);
        out.bytes("REPORT_BYTES", reportBytes);
    }

    static DeviceInterfaceReportPortion decode(TdispHeader header, WireReader in) {
        int portion = in.u16("PORTION_LENGTH");
        int remainder = in.u16("REMAINDER_LENGTH");
        return new DeviceInterfaceReportPortion(header, remainder, in.bytes("REPORT_BYTES", portion));
    }
}
