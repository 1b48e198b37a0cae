package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.LinkFaults.deaf;
import static dev.tdisp.device.wrong.WrongDevice.of;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.dsm.VendorInterceptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Devices that are wrong about peer-to-peer streams and the attributes of memory. */
final class PeerFaults {
    private static final int HEADER = 16;
    private static final int INVALID_REQUEST = 1;
    private static final int ATTRIBUTES = HEADER + 12;
    private static final int NON_TEE = 4;
    private static final int RANGES = 20 + 16;
    private static final int BIND_P2P = 1 << 3;
    private static final int DEFAULT_STREAM = 0x10;
    private static final RequestCode BIND = RequestCode.BIND_P2P_STREAM_REQUEST;
    private static final RequestCode UNBIND = RequestCode.UNBIND_P2P_STREAM_REQUEST;
    private static final RequestCode SET = RequestCode.SET_MMIO_ATTRIBUTE_REQUEST;

    private PeerFaults() {}

    static List<WrongDevice> all() {
        return List.of(
                of("BINDS_ITS_DEFAULT_STREAM", "T-128", "Confirms to bind the default stream.")
                        .answering(() -> Tampering.everyAnswer((request, response) -> {
                            boolean isMeant = Tampering.is(request, BIND)
                                    && request.size() > HEADER
                                    && request.at(HEADER) == DEFAULT_STREAM
                                    && isRefusedAsInvalid(response);
                            return isMeant ? Tampering.success(request, BIND, Bytes.EMPTY) : response;
                        })),
                of("BINDS_WITHOUT_THE_FLAG", "T-129", "Takes BIND_P2P for set in every lock.")
                        .answering(() -> Tampering.request(
                                RequestCode.LOCK_INTERFACE_REQUEST,
                                request -> request.size() > HEADER
                                        ? request.with(HEADER, request.at(HEADER) | BIND_P2P)
                                        : request)),
                of("UNBINDS_WHAT_IS_NOT_BOUND", "T-130", "Confirms to unbind a stream that is not bound.")
                        .answering(() -> Tampering.insteadOfRefusal(
                                UNBIND, INVALID_REQUEST, request -> Tampering.success(request, UNBIND, Bytes.EMPTY))),
                of("DOES_NOT_UNBIND", "T-131", "Confirms to unbind a stream, and keeps it.")
                        .answering(PeerFaults::keepingStreams),
                deaf("RUNS_BESIDE_AN_INSECURE_PEER_STREAM", "T-132", TdiEvent.P2P_STREAM_INSECURE),
                of("CHANGES_ANY_RANGE", "T-133", "Confirms the attributes of a range that is not there.")
                        .answering(() -> Tampering.insteadOfRefusal(
                                SET, INVALID_REQUEST, request -> Tampering.success(request, SET, Bytes.EMPTY))),
                of("CHANGES_NO_RANGE", "T-134", "Confirms other attributes of a range, and keeps the old ones.")
                        .answering(PeerFaults::undoing),
                of("KEEPS_ATTRIBUTES", "T-135", "Keeps the attributes that a guest set for the next one.")
                        .answering(PeerFaults::restoring),
                of("REPORTS_LATER_ATTRIBUTES", "T-074", "Reports the attributes that were set after the lock.")
                        .answering(PeerFaults::following));
    }

    private static boolean isRefusedAsInvalid(Bytes response) {
        return Tampering.isError(response) && response.at(HEADER) == INVALID_REQUEST;
    }

    private static boolean isDone(Bytes request, RequestCode code, Optional<Bytes> response) {
        return Tampering.is(request, code)
                && response.filter(answer -> !Tampering.isError(answer)).isPresent();
    }

    private static VendorInterceptor keepingStreams() {
        return Tampering.tdisp((session, request, device) -> {
            Optional<Bytes> response = device.handle(session, request);
            if (isDone(request, UNBIND, response)) {
                device.handle(session, request.with(1, BIND.code()));
            }
            return response;
        });
    }

    private static VendorInterceptor undoing() {
        return Tampering.tdisp((session, request, device) -> {
            Optional<Bytes> response = device.handle(session, request);
            if (isDone(request, SET, response)) {
                device.handle(session, request.with(ATTRIBUTES, request.at(ATTRIBUTES) ^ NON_TEE));
            }
            return response;
        });
    }

    private static VendorInterceptor restoring() {
        Map<Bytes, Bytes> last = new HashMap<>();
        return Tampering.tdisp((session, request, device) -> {
            Optional<Bytes> response = device.handle(session, request);
            Bytes id = request.slice(4, HEADER);
            if (isDone(request, SET, response)) {
                last.put(id, request);
            }
            if (isDone(request, RequestCode.START_INTERFACE_REQUEST, response) && last.containsKey(id)) {
                device.handle(session, last.get(id));
            }
            return response;
        });
    }

    /** Puts the last attribute that was set into the range of the report that it was set for. */
    private static VendorInterceptor following() {
        Map<Bytes, Bytes> last = new HashMap<>();
        return Tampering.tdisp((session, request, device) -> {
            Optional<Bytes> response = device.handle(session, request);
            Bytes id = request.slice(4, HEADER);
            if (isDone(request, SET, response)) {
                last.put(id, request.from(HEADER));
            }
            if (isDone(request, RequestCode.STOP_INTERFACE_REQUEST, response)) {
                last.remove(id);
            }
            boolean isChanged =
                    isDone(request, RequestCode.GET_DEVICE_INTERFACE_REPORT, response) && last.containsKey(id);
            return isChanged ? response.map(report -> withAttributes(report, last.get(id))) : response;
        });
    }

    private static Bytes withAttributes(Bytes report, Bytes range) {
        for (int at = RANGES; at + 16 <= report.size(); at += 16) {
            if (report.slice(at, at + 12).equals(range.slice(0, 12))) {
                int others = report.at(at + 12) & ~NON_TEE;
                return report.with(at + 12, others | range.at(12) & NON_TEE);
            }
        }
        return report;
    }
}
