package dev.tdisp.lab.conformance.requester;

import static dev.tdisp.lab.conformance.requester.Changes.cut;
import static dev.tdisp.lab.conformance.requester.Changes.flip;
import static dev.tdisp.lab.conformance.requester.Changes.longer;
import static dev.tdisp.lab.conformance.requester.Changes.onceLocked;
import static dev.tdisp.lab.conformance.requester.Changes.onceStarted;
import static dev.tdisp.lab.conformance.requester.Changes.previous;
import static dev.tdisp.lab.conformance.requester.Changes.set;
import static dev.tdisp.lab.conformance.requester.Changes.silence;
import static dev.tdisp.lab.conformance.requester.Changes.tdispError;
import static dev.tdisp.lab.conformance.requester.Changes.tdispType;
import static dev.tdisp.lab.conformance.requester.RequesterCases.CAPABILITIES;
import static dev.tdisp.lab.conformance.requester.RequesterCases.LOCK;
import static dev.tdisp.lab.conformance.requester.RequesterCases.REPORT;
import static dev.tdisp.lab.conformance.requester.RequesterCases.START;
import static dev.tdisp.lab.conformance.requester.RequesterCases.STATE;
import static dev.tdisp.lab.conformance.requester.RequesterCases.STOP;
import static dev.tdisp.lab.conformance.requester.RequesterCases.VERSION;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.dsm.Credentials;
import dev.tdisp.device.dsm.DeviceFirmware;
import dev.tdisp.spdm.measurement.DeviceMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Devices that lie in TDISP. */
final class TdispLies {
    private static final List<Integer> TO_START = List.of(VERSION, CAPABILITIES, LOCK, REPORT);
    private static final int TDI_STATE = 16;
    private static final int FUNCTION = 4;
    private static final int TYPE = 1;
    private static final int ADDRESS_WIDTH = 41;
    private static final int REPORT_BODY = 20;
    private static final int LARGE = 4000;

    private static final DeviceFirmware UNKNOWN = new DeviceFirmware("0.9.0", 1, DeviceMode.IN_USE);

    private TdispLies() {}

    static Stream<HostileCase> all() {
        return Stream.of(states(), replies(), fields(), reports(), endings()).flatMap(List::stream);
    }

    private static Deviation on(int code, String name, Deviation.Change change) {
        return Deviation.of("%s: %s".formatted(name(code), name), Layer.TDISP, code, change);
    }

    private static String name(int code) {
        return switch (code) {
            case VERSION -> "GET_TDISP_VERSION";
            case CAPABILITIES -> "GET_TDISP_CAPABILITIES";
            case LOCK -> "LOCK_INTERFACE_REQUEST";
            case REPORT -> "GET_DEVICE_INTERFACE_REPORT";
            case STATE -> "GET_DEVICE_INTERFACE_STATE";
            case START -> "START_INTERFACE_REQUEST";
            default -> "STOP_INTERFACE_REQUEST";
        };
    }

    private static HostileCase each(String id, String title, Expect expect, String name, Deviation.Change change) {
        return new HostileCase(
                id,
                title,
                expect,
                TO_START.stream().map(code -> on(code, name, change)).toList());
    }

    private static List<HostileCase> states() {
        return List.of(
                HostileCase.of(
                        "GAP-REQ-02",
                        "A state that the device does not tell is not taken for granted",
                        Expect.STOPPED,
                        on(STATE, "an error after START", onceStarted(tdispError(TdispErrorCode.UNSPECIFIED))),
                        on(STATE, "silence after START", onceStarted(silence()))),
                HostileCase.of(
                        "GAP-REQ-04",
                        "A state that is missing or unknown is no state",
                        Expect.REFUSED,
                        on(STATE, "4 after LOCK", onceLocked(set(TDI_STATE, 4))),
                        on(STATE, "FFh after LOCK", onceLocked(set(TDI_STATE, 0xFF))),
                        on(STATE, "cut after LOCK", onceLocked(cut(1))),
                        on(STATE, "longer after LOCK", onceLocked(longer(1)))),
                HostileCase.of(
                        "GAP-REQ-05",
                        "START_INTERFACE_RESPONSE, and the state tells CONFIG_LOCKED",
                        Expect.STOPPED,
                        on(STATE, "CONFIG_LOCKED after START", onceStarted(set(TDI_STATE, 1)))),
                HostileCase.of(
                        "GAP-REQ-06",
                        "LOCK_INTERFACE_RESPONSE, and the state tells CONFIG_UNLOCKED",
                        Expect.REFUSED,
                        on(STATE, "CONFIG_UNLOCKED after LOCK", onceLocked(set(TDI_STATE, 0))),
                        on(STATE, "ERROR after LOCK", onceLocked(set(TDI_STATE, 3)))));
    }

    private static List<HostileCase> replies() {
        return List.of(
                HostileCase.of(
                        "GAP-REQ-03",
                        "An error is no lock and no start",
                        Expect.STOPPED,
                        on(LOCK, "INVALID_INTERFACE_STATE", tdispError(TdispErrorCode.INVALID_INTERFACE_STATE)),
                        on(START, "INVALID_INTERFACE_STATE", tdispError(TdispErrorCode.INVALID_INTERFACE_STATE)),
                        on(START, "INVALID_NONCE", tdispError(TdispErrorCode.INVALID_NONCE))),
                each(
                        "GAP-REQ-07",
                        "An answer for another interface is refused",
                        Expect.REFUSED,
                        "another",
                        flip(FUNCTION)),
                HostileCase.of(
                        "GAP-REQ-08",
                        "A late answer does not answer the next request",
                        Expect.REFUSED,
                        on(REPORT, "the answer to LOCK, late", (tape, request, honest) -> tape.last(Layer.TDISP, LOCK)),
                        on(
                                LOCK,
                                "the answer to GET_TDISP_CAPABILITIES, late",
                                (tape, request, honest) -> tape.last(Layer.TDISP, CAPABILITIES))),
                each(
                        "GAP-REQ-10",
                        "What fails at any step is rolled back",
                        Expect.REFUSED,
                        "an error",
                        tdispError(TdispErrorCode.UNSPECIFIED)),
                each("GAP-REQ-21", "BUSY for ever", Expect.REFUSED, "BUSY", tdispError(TdispErrorCode.BUSY)),
                HostileCase.of(
                        "GAP-REQ-22",
                        "Each request is answered as the one before",
                        Expect.REFUSED,
                        Deviation.everywhere("all of TDISP: the previous", Layer.TDISP, 1, previous(Layer.TDISP))),
                each(
                        "GAP-REQ-23",
                        "Garbage",
                        Expect.REFUSED,
                        "garbage",
                        (tape, request, honest) -> Optional.of(Bytes.filled(0x5A, LARGE))),
                each(
                        "REQ-TDISP-01",
                        "Another response than the one that is due",
                        Expect.REFUSED,
                        "another type",
                        set(TYPE, 0x07)),
                each("REQ-TDISP-02", "Another version in the header", Expect.REFUSED, "version 1.1", set(0, 0x11)),
                each("REQ-TDISP-03", "A message that is cut", Expect.REFUSED, "cut", cut(1)),
                each("REQ-TDISP-04", "Bytes behind a message", Expect.REFUSED, "longer", longer(5)),
                each("REQ-TDISP-05", "Silence", Expect.REFUSED, "silence", silence()));
    }

    private static List<HostileCase> fields() {
        return List.of(
                HostileCase.of(
                        "REQ-TDISP-06",
                        "Versions that cannot be agreed on",
                        Expect.REFUSED,
                        on(VERSION, "none", set(16, 0)),
                        on(VERSION, "255, and one there", set(16, 0xFF)),
                        on(VERSION, "2.0 alone", set(17, 0x20))),
                HostileCase.of(
                        "GAP-REQ-16",
                        "Addresses that are too narrow",
                        Expect.REFUSED,
                        on(CAPABILITIES, "DEV_ADDR_WIDTH 0", set(ADDRESS_WIDTH, 0)),
                        on(CAPABILITIES, "DEV_ADDR_WIDTH 32", set(ADDRESS_WIDTH, 32))),
                HostileCase.of(
                        "REQ-TDISP-07",
                        "Capabilities that contradict themselves",
                        Expect.SURVIVED,
                        on(CAPABILITIES, "no STOP_INTERFACE_REQUEST", set(20, 0x7E)),
                        on(CAPABILITIES, "NUM_REQ_THIS 0", set(42, 0)),
                        on(CAPABILITIES, "NUM_REQ_THIS above NUM_REQ_ALL", set(42, 0xFF))),
                HostileCase.of(
                        "REQ-TDISP-08",
                        "Capabilities of later revisions",
                        Expect.TOLERATED,
                        on(CAPABILITIES, "another DSM_CAPS", set(19, 0x80)),
                        on(CAPABILITIES, "another request", set(22, 0x80))),
                HostileCase.of(
                        "REQ-TDISP-09",
                        "A nonce that the device does not keep",
                        Expect.STOPPED,
                        on(LOCK, "another nonce", flip(16))),
                HostileCase.of(
                        "REQ-TDISP-10",
                        "An error whose extended data is longer than the message",
                        Expect.REFUSED,
                        on(
                                LOCK,
                                "length FFh",
                                (tape, request, honest) -> tdispError(TdispErrorCode.VENDOR_SPECIFIC_ERROR)
                                        .answer(tape, request, honest)
                                        .map(error ->
                                                error.plus(Bytes.of((byte) 0, (byte) 0xFF, (byte) 1, (byte) 0))))));
    }

    private static List<HostileCase> reports() {
        return List.of(
                HostileCase.of(
                        "REQ-TDISP-11",
                        "Portions of a report that do not add up",
                        Expect.REFUSED,
                        on(
                                REPORT,
                                "no portion, and a remainder",
                                (tape, request, honest) -> Optional.of(Bytes.concat(
                                        honest.slice(0, 16), Bytes.of((byte) 0, (byte) 0, (byte) 8, (byte) 0)))),
                        on(
                                REPORT,
                                "a remainder that grows",
                                Changes.edit(honest -> honest.with(18, 0xFF).with(19, 0x7F))),
                        on(REPORT, "a portion longer than the message", set(17, 0x7F))),
                HostileCase.of(
                        "REQ-TDISP-12",
                        "A report that contradicts itself or the configuration",
                        Expect.REFUSED,
                        on(REPORT, "too many ranges", set(REPORT_BODY + 13, 0x10)),
                        on(REPORT, "ranges elsewhere", set(REPORT_BODY + 17, 0xFF)),
                        on(REPORT, "more pages than there are", set(REPORT_BODY + 27, 0x7F))));
    }

    private static List<HostileCase> endings() {
        return List.of(
                HostileCase.of(
                        "REQ-GUEST-01",
                        "A device of a maker that nobody trusts",
                        Expect.REFUSED,
                        Deviation.built(
                                "another maker",
                                builder -> builder.credentials(
                                        Credentials.issue(DeviceProfile.SPEC.spdm(), RandomSource.seeded(2))))),
                HostileCase.of(
                        "REQ-GUEST-02",
                        "Firmware that nobody knows",
                        Expect.REFUSED,
                        Deviation.built("other firmware", builder -> builder.firmware(UNKNOWN))),
                HostileCase.of(
                        "GAP-REQ-09",
                        "STOP that fails is told, and ends nothing else",
                        Expect.TOLD,
                        on(STOP, "an error", tdispError(TdispErrorCode.UNSPECIFIED))
                                .idle(),
                        on(STOP, "silence", silence()).idle(),
                        on(STOP, "another type", tdispType(0x05)).idle()),
                new HostileCase("GAP-REQ-24", "Any bytes", Expect.SURVIVED, Noise.deviations()));
    }
}
