package dev.tdisp.core.responder;

import dev.tdisp.core.message.DeviceInterfaceReportPortion;
import dev.tdisp.core.message.GetDeviceInterfaceReport;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.message.TdispResponse;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;

/** Answers GET_DEVICE_INTERFACE_REPORT from the report that was built at the lock (section 11.3.10). */
final class ReportHandler {
    private static final RequestCode CODE = RequestCode.GET_DEVICE_INTERFACE_REPORT;

    private final Dsm dsm;
    private final Exchange exchange;

    ReportHandler(Dsm dsm, Exchange exchange) {
        this.dsm = dsm;
        this.exchange = exchange;
    }

    TdispResponse answer(GetDeviceInterfaceReport request) {
        Bytes report = exchange.machine().report();
        if (exchange.isRefusedByState(CODE) || !fits(request, report.size())) {
            TdispErrorCode code = exchange.machine().refuse(CODE).orElseThrow();
            String reason = "%s OFFSET %d LENGTH %d in %s"
                    .formatted(CODE, request.offset(), request.length(), exchange.machine());
            return dsm.replies().error(exchange.header(), code, reason);
        }
        int from = Math.min(request.offset(), report.size());
        int most = Math.min(request.length(), dsm.profile().portionLimit());
        int to = Math.min(from + most, report.size());
        return new DeviceInterfaceReportPortion(
                dsm.replies().header(exchange.header()), report.size() - to, report.slice(from, to));
    }

    private boolean fits(GetDeviceInterfaceReport request, int total) {
        return (request.length() > 0 || dsm.has(TdispSwitch.REPORT_LENGTH_0_ANSWERED))
                && (request.offset() < total || dsm.has(TdispSwitch.REPORT_BEHIND_END_ANSWERED));
    }
}
