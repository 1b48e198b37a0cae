package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.WrongDevice.of;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.dsm.VendorInterceptor;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Devices whose TDISP answers are wrong. */
final class MessageFaults {
    private static final int HEADER = TdispHeader.SIZE;
    private static final int CODE = 1;
    private static final int RESERVED = 2;
    private static final int ERROR_DATA = HEADER + 4;
    private static final int DSM_CAPS = HEADER;
    private static final int REQUESTS = HEADER + 4;
    private static final int RESERVED_1 = HEADER + 22;
    private static final int LOCK_FLAGS = HEADER + 20;
    private static final int ADDRESS_WIDTH = HEADER + 25;
    private static final int UNSUPPORTED = 7;
    private static final int VENDOR_ERROR = 0xFF;

    private MessageFaults() {}

    static List<WrongDevice> all() {
        return List.of(
                every("FORGETS_THE_INTERFACE_ID", "T-014", "Answers with INTERFACE_ID 0.", MessageFaults::withoutId),
                every(
                        "FILLS_RESERVED_BYTES",
                        "T-015",
                        "Sends the header's reserved bytes as 1.",
                        m -> m.with(RESERVED, 1)),
                every("SENDS_LONG_ERRORS", "T-146", "Appends 4 bytes to TDISP_ERROR.", MessageFaults::longError),
                every("FILLS_ERROR_DATA", "T-148", "Puts a number into ERROR_DATA.", MessageFaults::errorData),
                of("SILENT", "T-076", "Does not answer GET_DEVICE_INTERFACE_STATE.")
                        .answering(() -> Tampering.tdisp((session, request, device) -> {
                            Optional<Bytes> response = device.handle(session, request);
                            boolean isAsked = Tampering.is(request, RequestCode.GET_DEVICE_INTERFACE_STATE);
                            return isAsked && request.size() == HEADER ? Optional.empty() : response;
                        })),
                answer(
                        "TELLS_TWO_VERSIONS",
                        "T-024",
                        "Tells two versions.",
                        RequestCode.GET_TDISP_VERSION,
                        m -> m.with(HEADER, 2).plus(Bytes.of((byte) 0x11))),
                capabilities("HAS_DSM_CAPS", "T-030", "Sets a bit of DSM_CAPS.", DSM_CAPS, 1),
                capabilities(
                        "FILLS_CAPABILITIES", "T-029", "Fills reserved bytes of TDISP_CAPABILITIES.", RESERVED_1, 1),
                capabilities("KNOWS_TOO_MANY_REQUESTS", "T-032", "Advertises request 8Fh.", REQUESTS + 1, 0x80),
                capabilities("MISSES_A_REQUEST", "T-031", "Does not advertise STOP_INTERFACE_REQUEST.", REQUESTS, 0x7E),
                capabilities("HAS_UNKNOWN_FLAGS", "T-034", "Advertises a reserved lock flag.", LOCK_FLAGS + 1, 0x80),
                capabilities("HAS_NARROW_ADDRESSES", "T-035", "Tells a DEV_ADDR_WIDTH of 48.", ADDRESS_WIDTH, 48),
                of("GIVES_ONE_NONCE", "T-052", "Gives the same nonce always.")
                        .answering(() -> new Tampering.Nonces().giving(nonce -> Bytes.filled(0x5A, 32))),
                of("RANDOMISES_ONE_BYTE", "T-052", "Draws one byte of the nonce, like an early spdm-emu.")
                        .answering(() -> new Tampering.Nonces()
                                .giving(nonce -> nonce.slice(0, 1).plus(Bytes.filled(0, 31)))),
                answer(
                        "LOCKS_WITH_A_LONG_ANSWER",
                        "T-036",
                        "Appends a byte to LOCK_INTERFACE_RESPONSE.",
                        RequestCode.LOCK_INTERFACE_REQUEST,
                        m -> m.plus(Bytes.filled(0, 1))),
                state("SAYS_RUN_WHEN_LOCKED", "T-076", "Tells RUN in CONFIG_LOCKED.", 1, 2),
                state("HIDES_ERROR", "T-076", "Tells CONFIG_UNLOCKED in ERROR.", 3, 0),
                answer(
                        "TELLS_THE_STATE_IN_FOUR_BYTES",
                        "T-076",
                        "Tells the state in four bytes.",
                        RequestCode.GET_DEVICE_INTERFACE_STATE,
                        m -> m.plus(Bytes.filled(0, 3))),
                answer(
                        "STARTS_WITH_A_PAYLOAD",
                        "T-077",
                        "Appends a byte to START_INTERFACE_RESPONSE.",
                        RequestCode.START_INTERFACE_REQUEST,
                        m -> m.plus(Bytes.filled(0, 1))),
                of("ANSWERS_RESPONSES", "T-021", "Answers a response code as if it were the request.")
                        .answering(() -> Tampering.tdisp((session, request, device) ->
                                device.handle(session, request.at(CODE) == 0x05 ? request.with(CODE, 0x85) : request))),
                of("ANSWERS_UNKNOWN_CODES", "T-020", "Answers unknown request codes like GET_TDISP_VERSION.")
                        .answering(() -> Tampering.tdisp((session, request, device) ->
                                device.handle(session, request.at(CODE) >= 0x90 ? request.with(CODE, 0x81) : request))),
                of("IGNORES_EXTRA_BYTES", "T-022", "Takes requests with bytes behind their end.")
                        .answering(() -> Tampering.request(
                                RequestCode.GET_DEVICE_INTERFACE_STATE, request -> request.slice(0, HEADER))));
    }

    private static WrongDevice every(String name, String requirement, String fault, UnaryOperator<Bytes> change) {
        return of(name, requirement, fault)
                .answering(() -> Tampering.everyAnswer((request, response) -> change.apply(response)));
    }

    private static WrongDevice answer(
            String name, String requirement, String fault, RequestCode code, UnaryOperator<Bytes> change) {
        Supplier<VendorInterceptor> interceptor = () -> Tampering.answer(code, change);
        return of(name, requirement, fault).answering(interceptor);
    }

    private static WrongDevice capabilities(String name, String requirement, String fault, int offset, int value) {
        return answer(name, requirement, fault, RequestCode.GET_TDISP_CAPABILITIES, m -> m.with(offset, value));
    }

    private static WrongDevice state(String name, String requirement, String fault, int from, int to) {
        return answer(
                name,
                requirement,
                fault,
                RequestCode.GET_DEVICE_INTERFACE_STATE,
                m -> m.at(HEADER) == from ? m.with(HEADER, to) : m);
    }

    private static Bytes withoutId(Bytes message) {
        return message.slice(0, 4).plus(Bytes.filled(0, 12)).plus(message.from(HEADER));
    }

    private static Bytes longError(Bytes message) {
        return Tampering.isError(message) && message.at(HEADER) != VENDOR_ERROR
                ? message.plus(Bytes.filled(0, 4))
                : message;
    }

    private static Bytes errorData(Bytes message) {
        boolean hasNoData =
                Tampering.isError(message) && message.at(HEADER) != UNSUPPORTED && message.at(HEADER) != VENDOR_ERROR;
        return hasNoData ? message.with(ERROR_DATA, 0x33) : message;
    }
}
