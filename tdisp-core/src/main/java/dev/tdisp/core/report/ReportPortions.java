package dev.tdisp.core.report;

import dev.tdisp.core.message.DeviceInterfaceReportPortion;
import dev.tdisp.core.message.GetDeviceInterfaceReport;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.wire.Bytes;
import java.util.Optional;

/**
 * The responder's side: cuts a report into portions (sections 11.3.10 and 11.3.11).
 *
 * @param report the whole report, at most 65535 bytes
 * @param limit the largest portion that the responder sends, at least 1
 */
public record ReportPortions(Bytes report, int limit) {
    /**
     * Checks the sizes.
     *
     * @param report at most 65535 bytes
     * @param limit at least 1
     */
    public ReportPortions {
        if (report.size() > DeviceInterfaceReport.MAX_SIZE) {
            throw new IllegalArgumentException(
                    "report: %d bytes are more than %d".formatted(report.size(), DeviceInterfaceReport.MAX_SIZE));
        }
        if (limit < 1) {
            throw new IllegalArgumentException("limit: %d is less than 1".formatted(limit));
        }
    }

    /**
     * Cuts the portion that a request asks for.
     *
     * @param request OFFSET and LENGTH
     * @param header the header of the response
     * @return the response, or nothing if LENGTH is 0 or OFFSET is not within the report: INVALID_REQUEST
     */
    public Optional<DeviceInterfaceReportPortion> cut(GetDeviceInterfaceReport request, TdispHeader header) {
        int offset = request.offset();
        if (offset >= report.size() || request.length() == 0) {
            return Optional.empty();
        }
        int end = Math.min(report.size(), offset + Math.min(limit, request.length()));
        return Optional.of(new DeviceInterfaceReportPortion(header, report.size() - end, report.slice(offset, end)));
    }
}
