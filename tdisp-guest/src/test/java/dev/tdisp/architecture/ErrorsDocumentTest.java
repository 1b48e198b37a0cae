package dev.tdisp.architecture;

import dev.tdisp.core.idekm.KpAckStatus;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.tdi.LockCheck;
import dev.tdisp.core.tdi.TdiGuard;
import dev.tdisp.core.tdi.TdiTransition;
import dev.tdisp.core.tdi.TdiTransitions;
import dev.tdisp.spdm.message.SpdmErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ErrorsDocumentTest {
    private static final String LOCK_CLAUSE = RequestCode.LOCK_INTERFACE_REQUEST.clause();

    @Test
    void errorsAreWhatTheTablesSay() throws IOException {
        Document.at(Path.of("docs/reference/errors.md"))
                .replace("table: tdisp", "end of table", tdisp())
                .replace("table: lock", "end of table", lock())
                .replace("table: ide_km", "end of table", ideKm())
                .replace("table: spdm", "end of table", spdm())
                .check();
    }

    private static String tdisp() {
        var text = new StringBuilder("| ERROR_CODE | Name | Answers | If | Section |\n|---|---|---|---|---|\n");
        for (TdispErrorCode code : TdispErrorCode.values()) {
            Map<String, String> rows = new LinkedHashMap<>();
            if (!ofAnyRequest(code).isEmpty()) {
                rows.put("| any request | %s ".formatted(ofAnyRequest(code)), "11.3.24");
            }
            rows.putAll(refusals(code));
            String name = "| `%04Xh` | %s ".formatted(code.code(), code);
            for (Map.Entry<String, String> row : rows.entrySet()) {
                text.append(name).append("%s| %s |\n".formatted(row.getKey(), row.getValue()));
                name = "| | ";
            }
        }
        return text.toString();
    }

    /** What a responder checks before the state counts, and what it answers when its own work fails. */
    private static String ofAnyRequest(TdispErrorCode code) {
        return switch (code) {
            case INVALID_REQUEST -> "the length is wrong";
            case BUSY -> "NUM_REQ_THIS or NUM_REQ_ALL leaves no room; nothing was done, try again";
            case UNSPECIFIED -> "the device failed, for a reason without a code of its own";
            case UNSUPPORTED_REQUEST -> "the code is unknown, or optional and not there; ERROR_DATA is the code";
            case VERSION_MISMATCH -> "TDISPVersion is not one that was offered";
            case VENDOR_SPECIFIC_ERROR -> "the vendor wants to say more; ERROR_DATA is the length of what follows";
            case INVALID_INTERFACE -> "INTERFACE_ID is not one of the device";
            case INVALID_INTERFACE_STATE, INVALID_NONCE, INSUFFICIENT_ENTROPY, INVALID_DEVICE_CONFIGURATION -> "";
        };
    }

    private static Map<String, String> refusals(TdispErrorCode code) {
        Map<String, Set<String>> states = new LinkedHashMap<>();
        Map<String, String> rows = new LinkedHashMap<>();
        for (TdiTransition<RequestCode> row : TdiTransitions.requests()) {
            if (row.switches().isEmpty() && row.refusal().filter(code::equals).isPresent()) {
                boolean isOfState = row.guard() == TdiGuard.ALWAYS;
                String why = isOfState
                        ? "in "
                        : "unless " + TdiTransitions.condition(row.trigger()).orElseThrow() + "; in ";
                String what = "| %s | %s".formatted(row.trigger(), why);
                states.computeIfAbsent(what, key -> new LinkedHashSet<>())
                        .add(row.from().name());
                rows.put(what, row.clause());
            }
        }
        Map<String, String> all = new LinkedHashMap<>();
        rows.forEach((what, clause) -> all.put(what + String.join(", ", states.get(what)) + " ", clause));
        if (Arrays.stream(LockCheck.values()).anyMatch(check -> check.code() == code)) {
            String checks = Arrays.stream(LockCheck.values())
                    .filter(check -> check.code() == code)
                    .map(Enum::name)
                    .collect(Collectors.joining(", "));
            all.put(
                    "| LOCK_INTERFACE_REQUEST | %s of [the lock](#what-a-lock-is-refused-for) ".formatted(checks),
                    LOCK_CLAUSE);
        }
        return all;
    }

    private static String lock() {
        return "| Check | The lock is refused if | With |\n|---|---|---|\n"
                + Arrays.stream(LockCheck.values())
                        .map(check -> "| %s | %s | %s |\n".formatted(check, check.sentence(), check.code()))
                        .collect(Collectors.joining());
    }

    private static String ideKm() {
        return "| Status | Name | If |\n|---|---|---|\n"
                + Arrays.stream(KpAckStatus.values())
                        .map(status -> "| `%02Xh` | %s | %s |\n".formatted(status.code(), status, told(status)))
                        .collect(Collectors.joining());
    }

    private static String told(KpAckStatus status) {
        return switch (status) {
            case SUCCESS -> "the key is in its slot";
            case INCORRECT_LENGTH -> "the message has another size than 47 bytes";
            case UNSUPPORTED_PORT_INDEX -> "the device has no such port";
            case UNSUPPORTED_VALUE ->
                "no stream has that id, the sub-stream is reserved, the initial value is not 1, the slot is in use, "
                        + "or the key is one that the port has already";
            case UNSPECIFIED_FAILURE -> "the device could not do it";
        };
    }

    private static String spdm() {
        return "| Code | Name | Since | If |\n|---|---|---|---|\n"
                + Arrays.stream(SpdmErrorCode.values())
                        .map(code -> "| `%02Xh` | %s | %s | %s |\n"
                                .formatted(code.code(), words(code), code.since(), told(code)))
                        .collect(Collectors.joining());
    }

    /** The name as the specification writes it. */
    private static String words(SpdmErrorCode code) {
        return Arrays.stream(code.name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    private static String told(SpdmErrorCode code) {
        return switch (code) {
            case INVALID_REQUEST -> "a field or the length of the request is wrong";
            case BUSY -> "the responder has something else to do; try again";
            case UNEXPECTED_REQUEST -> "the request comes too early or out of order";
            case UNSPECIFIED -> "a failure without a code of its own";
            case DECRYPT_ERROR -> "a record, or the MAC or signature of FINISH, is wrong; the session is over";
            case UNSUPPORTED_REQUEST ->
                "the request is unknown, or a capability was not announced; the data is its code";
            case REQUEST_IN_FLIGHT -> "another request is not answered yet";
            case INVALID_RESPONSE_CODE -> "what answers the responder's own request is wrong";
            case SESSION_LIMIT_EXCEEDED -> "there are as many sessions as there may be";
            case SESSION_REQUIRED -> "the request came outside of a session, and is legal inside only";
            case RESET_REQUIRED -> "the change takes effect after a reset";
            case RESPONSE_TOO_LARGE -> "the answer exceeds what the requester can take";
            case REQUEST_TOO_LARGE -> "the request exceeds what the responder can take";
            case LARGE_RESPONSE -> "the answer must be fetched in chunks by this handle";
            case MESSAGE_LOST -> "a message was lost";
            case INVALID_POLICY -> "mutual authentication that the responder insists on was not done";
            case DATA_TOO_LARGE -> "the chain does not fit the small form of the message";
            case VERSION_MISMATCH -> "another version than the agreed one";
            case RESPONSE_NOT_READY -> "it takes longer; the data says how long, RESPOND_IF_READY fetches it";
            case REQUEST_RESYNCH -> "the connection must start again with GET_VERSION";
            case OPERATION_FAILED -> "what was asked was tried and failed";
            case NO_PENDING_REQUESTS -> "the responder has no request of its own";
            case REQUEST_SESSION_TERMINATED -> "the session is to be ended";
            case INVALID_STATE -> "the slot or bank is in a state that forbids it";
            case VENDOR_DEFINED -> "a vendor or standards body says more in the data";
        };
    }
}
