package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.WrongDevice.of;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.dsm.VendorInterceptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Devices whose reports are wrong. */
final class ReportFaults {
    private static final int BODY = 20;
    private static final int ERROR = 3;

    private ReportFaults() {}

    static List<WrongDevice> all() {
        return List.of(
                body(
                        "SETS_RESERVED_INFO",
                        "T-066",
                        "Sets a reserved bit of INTERFACE_INFO.",
                        m -> or(m, BODY + 1, 0x80)),
                body(
                        "SETS_RESERVED_ATTRIBUTES",
                        "T-066",
                        "Sets a reserved attribute of a range.",
                        m -> or(m, BODY + 16 + 13, 0x80)),
                body(
                        "FORBIDS_UPDATES_UNASKED",
                        "T-067",
                        "Reports NO_FW_UPDATE though nobody asked for it.",
                        m -> or(m, BODY, 1)),
                body("REPORTS_ATS", "T-068", "Reports ATS though it is off.", m -> or(m, BODY, 8)),
                body(
                        "REPORTS_MSIX_UNLOCKED",
                        "T-069",
                        "Reports MSI_X_MESSAGE_CONTROL without a locked table.",
                        m -> or(m, BODY + 5, 0x80)),
                body(
                        "MARKS_AN_MSIX_RANGE",
                        "T-070",
                        "Marks a range as MSI-X table without a locked table.",
                        m -> or(m, BODY + 16 + 12, 1)),
                body(
                        "SHIFTS_ADDRESSES",
                        "T-071",
                        "Reports the first range one page off.",
                        m -> m.with(BODY + 16, m.at(BODY + 16) + 1)),
                body("SWAPS_BARS", "T-073", "Reports BAR 5 before the others.", m -> m.with(BODY + 16 + 14, 5)),
                body(
                        "PROMISES_A_RANGE_MORE",
                        "T-065",
                        "Counts one range more than there is.",
                        m -> m.with(BODY + 12, m.at(BODY + 12) + 1)),
                of("GIVES_MORE_THAN_ASKED", "T-062", "Gives portions larger than asked for.")
                        .answering(() -> Tampering.request(
                                RequestCode.GET_DEVICE_INTERFACE_REPORT,
                                request -> request.size() == BODY && request.at(18) != 0
                                        ? request.with(18, 0xFF)
                                        : request)),
                of("GROWS", "T-063", "Tells a remainder that does not shrink.")
                        .answering(() -> Tampering.answer(
                                RequestCode.GET_DEVICE_INTERFACE_REPORT,
                                m -> m.with(18, 0x40).with(19, 0))),
                of("REPORTS_ANOTHER_TIME_ANOTHER_THING", "T-064", "Gives another byte in small portions.")
                        .answering(() -> Tampering.answer(
                                RequestCode.GET_DEVICE_INTERFACE_REPORT,
                                m -> m.size() < BODY + 20 ? m.with(m.size() - 1, m.at(m.size() - 1) ^ 1) : m)),
                of("REPORTS_IN_ERROR", "T-059", "Serves the last report in ERROR.")
                        .answering(ReportFaults::keeping));
    }

    private static VendorInterceptor keeping() {
        Map<Bytes, Bytes> last = new HashMap<>();
        return Tampering.tdisp((session, request, device) -> {
            Optional<Bytes> response = device.handle(session, request);
            if (!Tampering.is(request, RequestCode.GET_DEVICE_INTERFACE_REPORT) || response.isEmpty()) {
                return response;
            }
            if (!Tampering.isError(response.get())) {
                last.put(request, response.get());
            } else if (last.containsKey(request) && Tampering.state(session, request, device) == ERROR) {
                return Optional.of(last.get(request));
            }
            return response;
        });
    }

    private static WrongDevice body(String name, String requirement, String fault, UnaryOperator<Bytes> change) {
        return of(name, requirement, fault)
                .answering(() -> Tampering.answer(
                        RequestCode.GET_DEVICE_INTERFACE_REPORT, m -> m.size() > BODY + 40 ? change.apply(m) : m));
    }

    private static Bytes or(Bytes message, int index, int bits) {
        return message.with(index, message.at(index) | bits);
    }
}
