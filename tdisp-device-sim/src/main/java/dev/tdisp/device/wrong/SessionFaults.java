package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.WrongDevice.of;

import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.FunctionListener;
import dev.tdisp.device.function.FunctionReset;
import dev.tdisp.spdm.connection.SessionListener;
import dev.tdisp.spdm.connection.SpdmSwitch;
import dev.tdisp.spdm.responder.ResponseFilter;
import java.util.List;
import java.util.stream.Stream;

/** Devices that are wrong about the sessions, envelopes and data objects that carry TDISP. */
final class SessionFaults {
    private static final int REQUEST = 0xFE;
    private static final int RESPONSE = 0x7E;
    private static final int ERROR = 0x7F;
    private static final int INVALID_REQUEST = 0x01;
    private static final int NOT_READY = 0x42;
    private static final int LARGE = 0x80;
    private static final int VENDOR = 7;
    private static final int LENGTH = 9;
    private static final int PAYLOAD = 11;
    private static final int LARGE_PAYLOAD = 15;
    private static final int TDISP = 1;
    private static final int GET_TDISP_VERSION = 0x81;
    private static final int OBJECT_TYPE = 2;
    private static final int SECURED = 2;
    private static final int CLEAR = 1;
    private static final int PADDING = 16;

    private SessionFaults() {}

    static List<WrongDevice> all() {
        return Stream.of(envelopes(), sessions()).flatMap(List::stream).toList();
    }

    private static List<WrongDevice> envelopes() {
        return List.of(
                filtering(
                        "ANSWERS_AS_ANOTHER_VENDOR",
                        "T-001",
                        "Answers TDISP under vendor 0002h.",
                        (id, request, response) -> isTdisp(request, response) ? response.with(VENDOR, 2) : response),
                filtering(
                        "FORGETS_THE_PROTOCOL_BYTE",
                        "T-002",
                        "Does not count the protocol byte in PayloadLength.",
                        (id, request, response) ->
                                isTdisp(request, response) ? response.with(LENGTH, response.at(LENGTH) - 1) : response),
                filtering(
                        "ANSWERS_IN_THE_SMALL_FORM",
                        "T-003",
                        "Answers the large envelope in the small one.",
                        (id, request, response) ->
                                isLarge(request) && response.at(1) == RESPONSE ? small(response) : response),
                filtering(
                        "READS_THE_ENVELOPES_RESERVED_BYTES",
                        "T-004",
                        "Refuses the large envelope if its reserved bytes are not 0.",
                        (id, request, response) -> isLarge(request) && request.at(LENGTH) != 0
                                ? error(request, INVALID_REQUEST, Bytes.EMPTY)
                                : response),
                filtering(
                        "PUTS_ITS_VERSION_OFF",
                        "T-027",
                        "Answers GET_TDISP_VERSION with ResponseNotReady first.",
                        (id, request, response) -> isTdisp(request, response)
                                        && request.at(PAYLOAD + 2) == GET_TDISP_VERSION
                                ? error(request, NOT_READY, Bytes.of((byte) 1, (byte) REQUEST, (byte) 1, (byte) 2))
                                : response));
    }

    private static List<WrongDevice> sessions() {
        return List.of(
                of("ANSWERS_WITHOUT_A_SESSION", "T-005", "Answers TDISP and IDE_KM outside sessions.")
                        .alsoBreaking("P-067")
                        .with(profile -> profile.withSpdm(profile.spdm().with(SpdmSwitch.PROTOCOLS_OUTSIDE_SESSIONS))),
                of("SERVES_OLD_SESSIONS", "T-006", "Answers TDISP in sessions of SPDM 1.1.")
                        .with(profile -> profile.withTdisp(profile.tdisp().with(TdispSwitch.ANSWERED_BELOW_SPDM_1_2))),
                of("PADS_ITS_RECORDS", "T-007", "Puts random bytes behind the messages in its records.")
                        .changed(SessionFaults::pad),
                of("SENDS_RECORDS_AS_CLEAR", "T-008", "Sends records in data objects of the type for clear messages.")
                        .changed(device -> device.dsm()
                                .changeAnswers(object ->
                                        object.at(OBJECT_TYPE) == SECURED ? object.with(OBJECT_TYPE, CLEAR) : object)),
                of("ENDS_SESSIONS_WITH_A_FUNCTION", "T-093", "Ends its sessions when a function is reset.")
                        .changed(SessionFaults::endWithAFunction));
    }

    private static void pad(SrIovDevice device) {
        device.dsm().spdm().addListener(new SessionListener() {
            @Override
            public void sessionEnded(long sessionId, String cause) {
                // nothing is padded any more
            }

            @Override
            public void sessionEstablished(long sessionId) {
                device.dsm().spdm().padRecords(sessionId, PADDING);
            }
        });
    }

    private static void endWithAFunction(SrIovDevice device) {
        var listener = new FunctionListener() {
            @Override
            public void functionReset(DeviceFunction function, FunctionReset reset) {
                if (reset == FunctionReset.FUNCTION_LEVEL) {
                    device.dsm().endSessions("a function was reset");
                }
            }
        };
        device.physicalFunction().virtualFunctions().forEach(function -> function.addListener(listener));
    }

    private static WrongDevice filtering(String name, String requirement, String fault, ResponseFilter filter) {
        return of(name, requirement, fault)
                .changed(device -> device.dsm().spdm().filter(filter));
    }

    private static boolean isLarge(Bytes request) {
        return request.size() > LARGE_PAYLOAD && request.at(1) == REQUEST && (request.at(2) & LARGE) != 0;
    }

    /** Tells whether a response is a good answer to TDISP in the small envelope. */
    private static boolean isTdisp(Bytes request, Bytes response) {
        return request.at(1) == REQUEST
                && !isLarge(request)
                && response.at(1) == RESPONSE
                && response.at(PAYLOAD) == TDISP;
    }

    private static Bytes small(Bytes large) {
        Bytes payload = large.from(LARGE_PAYLOAD);
        Bytes length = Bytes.of((byte) payload.size(), (byte) (payload.size() >> 8));
        return large.slice(0, LENGTH).with(2, 0).plus(length).plus(payload);
    }

    private static Bytes error(Bytes request, int code, Bytes extended) {
        return Bytes.of((byte) request.at(0), (byte) ERROR, (byte) code, (byte) 0)
                .plus(extended);
    }
}
