package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.WrongDevice.of;

import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.core.tdi.LockCheck;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.dsm.VendorInterceptor;
import dev.tdisp.spdm.message.VendorDefinedBody;
import dev.tdisp.spdm.vendor.VendorProtocol;
import dev.tdisp.spdm.vendor.VendorRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Devices that are wrong about headers, about what they advertise, and about what a refusal or the past leaves behind. */
final class ProtocolFaults {
    private static final int HEADER = TdispHeader.SIZE;
    private static final int VERSION = 0;
    private static final int CODE = 1;
    private static final int FUNCTION_ID = 4;
    private static final int RESERVED_OF_FUNCTION = 7;
    private static final int LOCK_FLAGS = HEADER + 20;
    private static final int REQUESTS_AT_ONCE = HEADER + 26;
    private static final int ERROR_DATA = HEADER + 4;
    private static final int DEFAULT_STREAM = HEADER + 2;
    private static final int STRANGE_PROTOCOL = 5;
    private static final int UNLOCKED = 0;
    private static final int IN_ERROR = 3;
    private static final int INVALID_REQUEST = 0x01;
    private static final int STATE = 0x04;
    private static final int VENDOR_ERROR = 0xFF;

    private ProtocolFaults() {}

    static List<WrongDevice> all() {
        return Stream.of(headers(), promises(), locks()).flatMap(List::stream).toList();
    }

    private static List<WrongDevice> headers() {
        return List.of(
                of("ANSWERS_HALF_A_HEADER", "T-009", "Answers requests of fewer than 16 bytes with a TDISP_ERROR.")
                        .answering(() -> (protocol, session, request, device) -> protocol == VendorProtocol.TDISP
                                        && request.size() < HEADER
                                ? Optional.of(Tampering.error(
                                        request.plus(Bytes.filled(0, HEADER - request.size())), INVALID_REQUEST))
                                : device.handle(session, request)),
                of("ANSWERS_FOR_OTHER_PROTOCOLS", "T-010", "Takes messages of protocol 05h for TDISP.")
                        .changed(device -> listen(device.dsm().protocols().registry())),
                of(
                                "COUNTS_FROM_THE_OTHER_END",
                                "T-011",
                                "Sends LOCK_INTERFACE_FLAGS_SUPPORTED with its high byte first.")
                        .answering(() -> Tampering.answer(
                                RequestCode.GET_TDISP_CAPABILITIES,
                                m -> m.with(LOCK_FLAGS, m.at(LOCK_FLAGS + 1)).with(LOCK_FLAGS + 1, m.at(LOCK_FLAGS)))),
                of("SPEAKS_VERSION_1_1", "T-012", "Puts version 1.1 into the headers of its answers.")
                        .answering(() -> Tampering.everyAnswer((request, response) -> response.with(VERSION, 0x11))),
                of("REPEATS_THE_REQUEST_CODE", "T-013", "Answers GET_TDISP_CAPABILITIES with the code of the request.")
                        .answering(() -> Tampering.answer(
                                RequestCode.GET_TDISP_CAPABILITIES,
                                m -> m.with(CODE, RequestCode.GET_TDISP_CAPABILITIES.code()))),
                of(
                                "READS_RESERVED_BITS",
                                "T-017",
                                "Takes a FUNCTION_ID with reserved bits set for one of another device.")
                        .answering(() -> Tampering.tdisp((session, request, device) ->
                                (request.at(RESERVED_OF_FUNCTION) & 0xFE) != 0
                                        ? Optional.of(
                                                Tampering.error(request, (int) TdispErrorCode.INVALID_INTERFACE.code()))
                                        : device.handle(session, request))));
    }

    private static void listen(VendorRegistry registry) {
        VendorProtocol tdisp = VendorProtocol.TDISP;
        var strange = new VendorProtocol("strange", tdisp.standardId(), tdisp.vendorId(), STRANGE_PROTOCOL, true, true);
        registry.register(strange, (session, message) -> {
            VendorDefinedBody meant = tdisp.wrap(message);
            return registry.handle(session, meant).flatMap(tdisp::unwrap);
        });
    }

    private static List<WrongDevice> promises() {
        return List.of(
                of(
                                "REFUSES_WHAT_IT_ADVERTISES",
                                "T-033",
                                "Advertises SET_MMIO_ATTRIBUTE_REQUEST, and does not know it.")
                        .answering(() -> Tampering.refusing(RequestCode.SET_MMIO_ATTRIBUTE_REQUEST, UNLOCKED, 7)),
                of("TAKES_MORE_THAN_IT_ADVERTISES", "T-136", "Answers a second request while the first is outstanding.")
                        .with(profile -> profile.withTdisp(profile.tdisp().withRequests(0xFF, TdispProfile.ONE_EACH)))
                        .answering(() ->
                                Tampering.answer(RequestCode.GET_TDISP_CAPABILITIES, m -> m.with(REQUESTS_AT_ONCE, 1))),
                of("MISCOUNTS_VENDOR_ERRORS", "T-147", "Leaves the vendor out of the length in a vendor's error.")
                        .answering(() -> Tampering.everyAnswer((request, response) ->
                                Tampering.isError(response) && response.at(HEADER) == VENDOR_ERROR
                                        ? response.with(ERROR_DATA, response.at(ERROR_DATA) - 4)
                                        : response)),
                of(
                                "CONFIGURES_BESIDE_A_LOCK",
                                "T-150",
                                "Confirms SET_TDISP_CONFIG of PCIe 7.0 while an interface is locked.")
                        .answering(() -> Tampering.insteadOfRefusal(
                                RequestCode.SET_TDISP_CONFIG_REQUEST,
                                STATE,
                                request ->
                                        Tampering.success(request, RequestCode.SET_TDISP_CONFIG_REQUEST, Bytes.EMPTY))),
                of("UPDATES_IN_SPITE_OF_A_LOCK", "T-112", "Does not heed NO_FW_UPDATE.")
                        .answering(() -> Tampering.request(
                                RequestCode.LOCK_INTERFACE_REQUEST,
                                request -> request.size() > HEADER
                                        ? request.with(HEADER, request.at(HEADER) & ~1)
                                        : request)));
    }

    private static List<WrongDevice> locks() {
        return List.of(
                StateFaults.skip("LOCKS_WITH_A_WRONG_BAR_SIZE", "T-046", LockCheck.L11),
                StateFaults.skip("LOCKS_WITH_A_WRONG_PAGE_SIZE", "T-047", LockCheck.L13),
                StateFaults.skip("LOCKS_WITH_A_WRONG_STEERING_MODE", "T-048", LockCheck.L15),
                StateFaults.skip("LOCKS_WITH_WRONG_CACHE_LINES", "T-048", LockCheck.L14),
                of("LOCKS_AFTER_REFUSING", "T-050", "Refuses a lock of another stream, and is locked then.")
                        .answering(() -> Tampering.tdisp((session, request, device) -> {
                            Optional<Bytes> response = device.handle(session, request);
                            boolean isRefused = Tampering.is(request, RequestCode.LOCK_INTERFACE_REQUEST)
                                    && response.filter(r -> Tampering.isError(r) && r.at(HEADER) == INVALID_REQUEST)
                                            .isPresent();
                            if (isRefused && request.size() > DEFAULT_STREAM) {
                                device.handle(session, request.with(DEFAULT_STREAM, 0x10));
                            }
                            return response;
                        })),
                of("LOCKS_ONE_AT_A_TIME", "T-056", "Refuses to lock an interface while another one is locked.")
                        .answering(ProtocolFaults::oneAtATime),
                of("REMEMBERS_THE_NONCE_IN_ERROR", "T-107", "Starts with the nonce of a lock that ended in ERROR.")
                        .answering(ProtocolFaults::remembering));
    }

    private static VendorInterceptor oneAtATime() {
        Set<Bytes> locked = new HashSet<>();
        return Tampering.tdisp((session, request, device) -> {
            Bytes id = request.slice(FUNCTION_ID, HEADER);
            locked.removeIf(other ->
                    Tampering.state(session, request.slice(0, FUNCTION_ID).plus(other), device) == UNLOCKED);
            boolean isLock = Tampering.is(request, RequestCode.LOCK_INTERFACE_REQUEST);
            if (isLock && locked.stream().anyMatch(other -> !other.equals(id))) {
                return Optional.of(Tampering.error(request, INVALID_REQUEST));
            }
            Optional<Bytes> response = device.handle(session, request);
            if (isLock && response.filter(Tampering::isError).isEmpty()) {
                locked.add(id);
            }
            return response;
        });
    }

    /** A nonce whose lock ended in ERROR opens the next lock. */
    private static VendorInterceptor remembering() {
        Map<Bytes, Nonce> current = new HashMap<>();
        Map<Bytes, Nonce> kept = new HashMap<>();
        return Tampering.tdisp((session, request, device) -> {
            Bytes id = request.slice(FUNCTION_ID, HEADER);
            boolean isStop = Tampering.is(request, RequestCode.STOP_INTERFACE_REQUEST);
            if (isStop && current.containsKey(id) && Tampering.state(session, request, device) == IN_ERROR) {
                kept.put(id, current.get(id));
            }
            Optional<Nonce> offered = Tampering.offered(request);
            boolean isKept = offered.isPresent() && offered.get().equals(kept.get(id)) && current.containsKey(id);
            Bytes asked = isKept ? Tampering.offering(request, current.get(id)) : request;
            Optional<Bytes> response = device.handle(session, asked);
            response.flatMap(answer -> Tampering.given(request, answer)).ifPresent(nonce -> current.put(id, nonce));
            return response;
        });
    }
}
