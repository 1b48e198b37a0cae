package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.WrongDevice.of;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.tdi.LockCheck;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.dsm.VendorInterceptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Devices that let requests pass in a wrong state or without a check; known faults of peers among them. */
final class StateFaults {

    private StateFaults() {}

    static List<WrongDevice> all() {
        List<WrongDevice> all = new ArrayList<>(Arrays.asList(
                of("LOCKS_WHILE_LOCKED", "T-037", "Locks anew in CONFIG_LOCKED.")
                        .answering(() -> relocking(1)),
                of("LOCKS_WHILE_RUNNING", "T-038", "Locks in RUN.").answering(() -> relocking(2)),
                of("LOCKS_IN_ERROR", "T-039", "Locks in ERROR.")
                        .alsoBreaking("T-108")
                        .answering(() -> relocking(3)),
                of("STARTS_WITH_ANY_NONCE", "T-078", "Starts with whatever nonce.")
                        .answering(() -> new Tampering.Nonces().takingThoseThat((nonce, given, current) -> !given)),
                of("STARTS_WITH_AN_OLD_NONCE", "T-083", "Starts with the nonce of an earlier lock.")
                        .answering(() ->
                                new Tampering.Nonces().takingThoseThat((nonce, given, current) -> given && !current)),
                of("STARTS_WITH_ANOTHERS_NONCE", "T-084", "Starts with the nonce of another interface.")
                        .answering(() ->
                                new Tampering.Nonces().takingThoseThat((nonce, given, current) -> given && current)),
                of("STARTS_UNLOCKED", "T-080", "Confirms START in CONFIG_UNLOCKED.")
                        .answering(() -> starting(0)),
                of("STARTS_WHILE_RUNNING", "T-081", "Confirms START in RUN.").answering(() -> starting(2)),
                of("STARTS_IN_ERROR", "T-082", "Confirms START in ERROR.").answering(() -> starting(3)),
                of("DOES_NOT_STOP", "T-085", "Confirms STOP and does not stop.")
                        .answering(() -> Tampering.tdisp(
                                (session, request, device) -> Tampering.is(request, RequestCode.STOP_INTERFACE_REQUEST)
                                        ? Optional.of(Tampering.success(
                                                request, RequestCode.STOP_INTERFACE_REQUEST, Bytes.EMPTY))
                                        : device.handle(session, request))),
                of("ANSWERS_VENDORS", "T-149", "Answers VDM_REQUEST without vendor support.")
                        .answering(() -> Tampering.insteadOfRefusal(
                                RequestCode.VDM_REQUEST,
                                7,
                                request -> Tampering.success(
                                        request, RequestCode.VDM_REQUEST, Bytes.fromHex("00023412")))),
                of("REFUSES_VERSION_IN_RUN", "T-025", "Does not tell its version in RUN.")
                        .answering(() -> Tampering.refusing(RequestCode.GET_TDISP_VERSION, 2, 4)),
                of("REPORTS_BEFORE_RUN_ONLY", "T-057", "Serves the report in CONFIG_LOCKED alone.")
                        .answering(() -> Tampering.refusing(RequestCode.GET_DEVICE_INTERFACE_REPORT, 2, 4)),
                of("CHECKS_RESERVED_FLAGS", "T-053", "Refuses reserved lock flags.")
                        .answering(() -> Tampering.tdisp(
                                (session, request, device) -> Tampering.is(request, RequestCode.LOCK_INTERFACE_REQUEST)
                                                && request.size() > 17
                                                && request.at(17) != 0
                                        ? Optional.of(Tampering.error(request, 1))
                                        : device.handle(session, request))),
                of("STOPS_FOR_ITS_SESSION_ONLY", "T-138", "Refuses STOP over another session.")
                        .answering(() -> {
                            var owner = new long[] {-1};
                            return Tampering.tdisp((session, request, device) -> {
                                owner[0] =
                                        Tampering.is(request, RequestCode.LOCK_INTERFACE_REQUEST) ? session : owner[0];
                                boolean isForeign = Tampering.is(request, RequestCode.STOP_INTERFACE_REQUEST)
                                        && owner[0] != -1
                                        && owner[0] != session;
                                return isForeign
                                        ? Optional.of(Tampering.error(request, 1))
                                        : device.handle(session, request);
                            });
                        }),
                of("BINDS_OUTSIDE_RUN", "T-127", "Confirms BIND_P2P_STREAM outside RUN.")
                        .answering(() -> Tampering.insteadOfRefusal(
                                RequestCode.BIND_P2P_STREAM_REQUEST,
                                4,
                                request ->
                                        Tampering.success(request, RequestCode.BIND_P2P_STREAM_REQUEST, Bytes.EMPTY))),
                of("CONFIGURES_LIKE_7_0", "T-151", "Answers SET_TDISP_CONFIG of PCIe 7.0.")
                        .answering(() -> Tampering.insteadOfRefusal(
                                RequestCode.SET_TDISP_CONFIG_REQUEST,
                                7,
                                request ->
                                        Tampering.success(request, RequestCode.SET_TDISP_CONFIG_REQUEST, Bytes.EMPTY))),
                skip("LOCKS_WITHOUT_ALL_KEYS", "T-041", LockCheck.L3).alsoBreaking("P-117"),
                peer("REFUSES_STOP_WHEN_UNLOCKED", "T-086", TdispSwitch.STOP_REFUSED_WHEN_UNLOCKED),
                peer("STOPS_FROM_RUN_ONLY", "T-087", TdispSwitch.STOP_ONLY_IN_RUN),
                peer("CALLS_AN_EARLY_REPORT_INVALID", "T-058", TdispSwitch.REPORT_WHEN_UNLOCKED_IS_INVALID_REQUEST),
                peer("KEEPS_THE_REPORT", "T-075", TdispSwitch.REPORT_KEPT_AFTER_STOP),
                peer("COUNTS_REQUESTS_FROM_81H", "T-031", TdispSwitch.REQ_MSGS_COUNTED_FROM_81H),
                peer("CALLS_A_NONCE_A_STATE", "T-078", TdispSwitch.WRONG_NONCE_IS_INVALID_STATE),
                peer("RESETS_ON_VERSION", "T-026", TdispSwitch.VERSION_RESETS_INTERFACE),
                peer("FAILS_ON_ERRORS", "T-089", TdispSwitch.ERROR_REPLY_MOVES_TO_ERROR),
                peer("HIDES_THE_REQUEST_CODE", "T-020", TdispSwitch.UNSUPPORTED_REQUEST_WITHOUT_CODE),
                peer("SERVES_ANY_VERSION", "T-023", TdispSwitch.VERSION_NOT_CHECKED),
                peer("FAILS_UNSPECIFIED", "T-049", TdispSwitch.ENTROPY_FAILURE_IS_UNSPECIFIED),
                peer("FAILS_UNLOCKED", "T-106", TdispSwitch.UNLOCKED_MOVES_TO_ERROR)
                        .alsoBreaking("P-113"),
                peer("HAS_ONE_INTERFACE", "T-019", TdispSwitch.INTERFACE_ID_IGNORED),
                peer("UNLOCKS_ON_RESET", "T-091", TdispSwitch.FUNCTION_RESET_UNLOCKS),
                peer("OVERWRITES_THE_NONCE", "T-051", TdispSwitch.REFUSED_LOCK_OVERWRITES_NONCE),
                peer("REPORTS_NOTHING", "T-061", TdispSwitch.REPORT_LENGTH_0_ANSWERED),
                peer("REPORTS_BEHIND_THE_END", "T-060", TdispSwitch.REPORT_BEHIND_END_ANSWERED),
                peer("COMPARES_RESERVED_BYTES", "T-016", TdispSwitch.INTERFACE_ID_COMPARED_WHOLE),
                peer("LETS_ANY_SESSION_START", "T-079", TdispSwitch.ANY_SESSION_MAY_DRIVE),
                peer("LOCKS_WITHOUT_IDE", "T-040", TdispSwitch.LOCK_WITHOUT_IDE_CHECKS),
                peer("IGNORES_THE_OFFSET", "T-072", TdispSwitch.REPORTING_OFFSET_IGNORED),
                peer("SILENT_ON_WRONG_LENGTH", "T-022", TdispSwitch.WRONG_LENGTH_UNANSWERED),
                skip("LOCKS_OVER_FOREIGN_KEYS", "T-042", LockCheck.L4),
                skip("LOCKS_ON_ANY_STREAM", "T-043", LockCheck.L5).alsoBreaking("P-118"),
                skip("LOCKS_WITH_PHANTOM_FUNCTIONS", "T-044", LockCheck.L8),
                skip("LOCKS_WITH_OVERLAPPING_BARS", "T-045", LockCheck.L9)));
        return List.copyOf(all);
    }

    private static WrongDevice peer(String name, String requirement, TdispSwitch which) {
        String fault = "%s: %s, instead of: %s.".formatted(which.topic(), which.on(), which.off());
        return of(name, requirement, fault)
                .with(profile -> profile.withTdisp(profile.tdisp().with(which)));
    }

    static WrongDevice skip(String name, String requirement, LockCheck check) {
        return of(name, requirement, "Locks although " + check.sentence() + ".").changed(device -> device.skip(check));
    }

    /** Stops first when a lock is refused in a state. */
    private static VendorInterceptor relocking(int state) {
        return Tampering.tdisp((session, request, device) -> {
            boolean isMeant = Tampering.is(request, RequestCode.LOCK_INTERFACE_REQUEST)
                    && Tampering.state(session, request, device) == state;
            if (isMeant) {
                device.handle(session, Tampering.header(request, RequestCode.STOP_INTERFACE_REQUEST.code()));
            }
            return device.handle(session, request);
        });
    }

    /** Confirms a start that is refused in a state. */
    private static VendorInterceptor starting(int state) {
        return Tampering.tdisp((session, request, device) -> {
            boolean isMeant = Tampering.is(request, RequestCode.START_INTERFACE_REQUEST)
                    && Tampering.state(session, request, device) == state;
            return isMeant
                    ? Optional.of(Tampering.success(request, RequestCode.START_INTERFACE_REQUEST, Bytes.EMPTY))
                    : device.handle(session, request);
        });
    }
}
