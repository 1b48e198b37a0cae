package dev.tdisp.lab.conformance.tdisp;

import static dev.tdisp.core.message.RequestCode.GET_TDISP_VERSION;
import static dev.tdisp.core.message.RequestCode.LOCK_INTERFACE_REQUEST;
import static dev.tdisp.core.message.RequestCode.START_INTERFACE_REQUEST;
import static dev.tdisp.core.message.RequestCode.STOP_INTERFACE_REQUEST;
import static dev.tdisp.core.message.TdiState.CONFIG_LOCKED;
import static dev.tdisp.core.message.TdiState.CONFIG_UNLOCKED;
import static dev.tdisp.core.message.TdiState.RUN;

import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.Answer;
import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.Scene;
import dev.tdisp.lab.conformance.Tdi;
import dev.tdisp.lab.conformance.Trait;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The 22 cases that other suites ask too. */
final class CatalogueCases {
    private static final int STATE_AFTER_RESPONSE = 5;
    private static final int STATE_AFTER_REFUSAL = Reply.REFUSAL + 1;
    private static final int INVERTED = 0xFF;

    private final Clauses clauses;
    private final List<ConformanceCase> cases = new ArrayList<>();

    private CatalogueCases(Clauses clauses) {
        this.clauses = clauses;
    }

    static List<ConformanceCase> of(Clauses clauses) {
        var made = new CatalogueCases(clauses);
        made.greetings();
        made.locks();
        made.reports();
        made.states();
        made.starts();
        made.stops();
        return made.cases;
    }

    private void add(String id, String title, ConformanceCase.Body body) {
        cases.add(ConformanceCase.of(id, title, clauses, body).needing(Trait.TEE_IO));
    }

    private void greetings() {
        add("TDISP-VER-01", "GET_TDISP_VERSION is answered with version 1.0", (scene, check) -> {
            Tdi tdi = scene.tdi(scene.session());
            Answer answer = tdi.ask(GET_TDISP_VERSION);
            new Reply(check, tdi, answer).response(GET_TDISP_VERSION);
            check.on(5).at(16).equal("VERSION_NUM_COUNT", 1L, answer.number(16, 1));
            check.on(6).at(17).equal("VERSION_NUM_ENTRY[0]", "10h", Reply.hex(answer.number(17, 1)));
        });
        add("TDISP-CAP-01", "GET_TDISP_CAPABILITIES tells what can be", CapabilityChecks::run);
    }

    private void locks() {
        add("TDISP-LOCK-01", "LOCK_INTERFACE_REQUEST locks", (scene, check) -> {
            Tdi tdi = at(scene, CONFIG_UNLOCKED);
            tdi.secure();
            responds(check, tdi, LOCK_INTERFACE_REQUEST, tdi.usualLock(), CONFIG_LOCKED);
        });
        add("TDISP-LOCK-02", "LOCK_INTERFACE_REQUEST without keys is refused", (scene, check) -> {
            Tdi tdi = at(scene, CONFIG_UNLOCKED);
            Bytes payload = Tdi.lockPayload(LockFlags.NONE, 0, 0);
            refuses(check, tdi, LOCK_INTERFACE_REQUEST, payload, TdispErrorCode.INVALID_REQUEST, CONFIG_UNLOCKED);
        });
        addRefusedForState("TDISP-LOCK-03", LOCK_INTERFACE_REQUEST, CONFIG_LOCKED, Tdi::usualLock);
        addRefusedForState("TDISP-LOCK-04", LOCK_INTERFACE_REQUEST, RUN, Tdi::usualLock);
    }

    private void reports() {
        add(
                "TDISP-RPT-01",
                "The report is told in CONFIG_LOCKED",
                (scene, check) -> ReportChecks.portions(check, at(scene, CONFIG_LOCKED), CONFIG_LOCKED));
        add(
                "TDISP-RPT-02",
                "The report is told in RUN",
                (scene, check) -> ReportChecks.portions(check, at(scene, RUN), RUN));
        add("TDISP-RPT-03", "A portion from behind the report's end is refused", (scene, check) -> {
            Bytes payload = Bytes.fromHex("ffff0100");
            refuses(
                    check,
                    at(scene, CONFIG_LOCKED),
                    RequestCode.GET_DEVICE_INTERFACE_REPORT,
                    payload,
                    TdispErrorCode.INVALID_REQUEST,
                    CONFIG_LOCKED);
        });
        add("TDISP-RPT-04", "There is no report in CONFIG_UNLOCKED", (scene, check) -> {
            Tdi tdi = at(scene, CONFIG_UNLOCKED);
            Answer answer = tdi.portion(0, 0x400);
            new Reply(check, tdi, answer)
                    .refused(1, TdispErrorCode.INVALID_INTERFACE_STATE, Set.of(TdispErrorCode.INVALID_REQUEST));
            Reply.unchanged(check, STATE_AFTER_REFUSAL, tdi, CONFIG_UNLOCKED);
        });
        add(
                "TDISP-RPT-05",
                "The report is well formed",
                (scene, check) -> ReportChecks.structure(check, at(scene, CONFIG_LOCKED)));
    }

    private void states() {
        addState("TDISP-STATE-01", "The state of a fresh interface is told", CONFIG_UNLOCKED, CONFIG_UNLOCKED);
        addState("TDISP-STATE-02", "The state of a locked interface is told", CONFIG_LOCKED, CONFIG_LOCKED);
        addState("TDISP-STATE-03", "The state of a running interface is told", RUN, RUN);
        add("TDISP-STATE-04", "The state of a stopped interface is told", (scene, check) -> {
            Tdi tdi = at(scene, RUN);
            tdi.stop();
            tells(check, tdi, CONFIG_UNLOCKED);
        });
    }

    private void addState(String id, String title, TdiState from, TdiState told) {
        add(id, title, (scene, check) -> {
            Tdi tdi = scene.tdi(scene.session());
            if (from == CONFIG_UNLOCKED) {
                tdi.greet();
            } else {
                tdi.bring(from);
            }
            tells(check, tdi, told);
        });
    }

    private static void tells(Check check, Tdi tdi, TdiState state) {
        Answer answer = tdi.ask(RequestCode.GET_DEVICE_INTERFACE_STATE);
        new Reply(check, tdi, answer).response(RequestCode.GET_DEVICE_INTERFACE_STATE);
        check.on(STATE_AFTER_RESPONSE).at(Tdi.HEADER).equal("TDI_STATE", (long) state.code(), answer.number(16, 1));
    }

    private void starts() {
        add("TDISP-START-01", "START_INTERFACE_REQUEST starts", (scene, check) -> {
            Tdi tdi = at(scene, CONFIG_LOCKED);
            responds(check, tdi, START_INTERFACE_REQUEST, tdi.nonce(), RUN);
        });
        add("TDISP-START-02", "A wrong nonce does not start", (scene, check) -> {
            Tdi tdi = at(scene, CONFIG_LOCKED);
            Answer answer = tdi.ask(START_INTERFACE_REQUEST, inverted(tdi.nonce()));
            new Reply(check, tdi, answer)
                    .refused(1, TdispErrorCode.INVALID_NONCE, Set.of(TdispErrorCode.INVALID_INTERFACE_STATE));
            Reply.unchanged(check, STATE_AFTER_REFUSAL, tdi, CONFIG_LOCKED);
        });
        add("TDISP-START-03", "What was stopped is not started by its nonce", (scene, check) -> {
            Tdi tdi = at(scene, CONFIG_LOCKED);
            tdi.stop();
            tdi.expect(CONFIG_UNLOCKED);
            refusesForState(check, tdi, START_INTERFACE_REQUEST, tdi.nonce(), CONFIG_UNLOCKED);
        });
        addRefusedForState("TDISP-START-04", START_INTERFACE_REQUEST, RUN, Tdi::nonce);
    }

    private static Bytes inverted(Bytes nonce) {
        Bytes result = nonce;
        for (int i = 0; i < nonce.size(); i++) {
            result = result.with(i, nonce.at(i) ^ INVERTED);
        }
        return result;
    }

    private void stops() {
        add(
                "TDISP-STOP-01",
                "STOP_INTERFACE_REQUEST unlocks from RUN",
                (scene, check) ->
                        responds(check, at(scene, RUN), STOP_INTERFACE_REQUEST, Bytes.EMPTY, CONFIG_UNLOCKED));
        add(
                "TDISP-STOP-02",
                "STOP_INTERFACE_REQUEST unlocks from CONFIG_LOCKED",
                (scene, check) -> StopChecks.run(check, at(scene, CONFIG_LOCKED), CONFIG_LOCKED));
        add(
                "TDISP-STOP-03",
                "STOP_INTERFACE_REQUEST is answered in CONFIG_UNLOCKED",
                (scene, check) -> StopChecks.run(check, at(scene, CONFIG_UNLOCKED), CONFIG_UNLOCKED));
    }

    private void addRefusedForState(String id, RequestCode request, TdiState in, Function<Tdi, Bytes> payload) {
        add(id, "%s is refused in %s".formatted(request, in), (scene, check) -> {
            Tdi tdi = at(scene, in);
            refusesForState(check, tdi, request, payload.apply(tdi), in);
        });
    }

    private static void refusesForState(Check check, Tdi tdi, RequestCode request, Bytes payload, TdiState state) {
        refuses(check, tdi, request, payload, TdispErrorCode.INVALID_INTERFACE_STATE, state);
    }

    private static void refuses(
            Check check, Tdi tdi, RequestCode request, Bytes payload, TdispErrorCode code, TdiState after) {
        new Reply(check, tdi, tdi.ask(request, payload)).refused(1, code, EnumSet.noneOf(TdispErrorCode.class));
        Reply.unchanged(check, STATE_AFTER_REFUSAL, tdi, after);
    }

    private static void responds(Check check, Tdi tdi, RequestCode request, Bytes payload, TdiState after) {
        new Reply(check, tdi, tdi.ask(request, payload)).response(request);
        Reply.state(check, STATE_AFTER_RESPONSE, tdi, after);
    }

    private static Tdi at(Scene scene, TdiState state) {
        Tdi tdi = scene.tdi(scene.session());
        tdi.bring(state);
        return tdi;
    }
}
