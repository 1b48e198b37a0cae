package dev.tdisp.lab.conformance.tdisp;

import static dev.tdisp.core.message.RequestCode.GET_TDISP_CAPABILITIES;
import static dev.tdisp.core.message.RequestCode.GET_TDISP_VERSION;
import static dev.tdisp.core.message.RequestCode.LOCK_INTERFACE_REQUEST;
import static dev.tdisp.core.message.RequestCode.START_INTERFACE_REQUEST;
import static dev.tdisp.core.message.RequestCode.STOP_INTERFACE_REQUEST;
import static dev.tdisp.core.message.TdiState.CONFIG_LOCKED;
import static dev.tdisp.core.message.TdiState.CONFIG_UNLOCKED;
import static dev.tdisp.core.message.TdiState.ERROR;
import static dev.tdisp.core.message.TdiState.RUN;
import static dev.tdisp.core.message.TdispErrorCode.INVALID_INTERFACE_STATE;
import static dev.tdisp.core.message.TdispErrorCode.INVALID_NONCE;
import static dev.tdisp.core.message.TdispErrorCode.INVALID_REQUEST;
import static dev.tdisp.core.message.TdispErrorCode.UNSUPPORTED_REQUEST;

import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.Answer;
import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.Scene;
import dev.tdisp.lab.conformance.Tdi;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Group MTX: every request in every state, and sequences that went wrong somewhere. */
final class MatrixCases {
    private static final int REPEATED = 20;
    private static final int RESPONSE_BIT = 0x80;
    private static final int BELOW_REQUESTS = 0x80;
    private static final int FIRST_UNKNOWN = 0x8D;
    private static final int LAST_CODE = 0xFF;
    private static final int ERROR_DATA = 20;

    private static final String OK = Stage.OK;
    private static final String STATE = INVALID_INTERFACE_STATE.name();
    private static final String REQUEST = INVALID_REQUEST.name();

    /** What each request gets in CONFIG_UNLOCKED, CONFIG_LOCKED, RUN and ERROR, with a payload that fits nothing. */
    private static final Map<RequestCode, List<String>> OUTCOMES = Map.ofEntries(
            Map.entry(GET_TDISP_VERSION, List.of(OK, OK, OK, OK)),
            Map.entry(GET_TDISP_CAPABILITIES, List.of(OK, OK, OK, OK)),
            Map.entry(LOCK_INTERFACE_REQUEST, List.of(OK, STATE, STATE, STATE)),
            Map.entry(RequestCode.GET_DEVICE_INTERFACE_REPORT, List.of(STATE, OK, OK, STATE)),
            Map.entry(RequestCode.GET_DEVICE_INTERFACE_STATE, List.of(OK, OK, OK, OK)),
            Map.entry(START_INTERFACE_REQUEST, List.of(STATE, INVALID_NONCE.name(), STATE, STATE)),
            Map.entry(STOP_INTERFACE_REQUEST, List.of(OK, OK, OK, OK)),
            Map.entry(RequestCode.BIND_P2P_STREAM_REQUEST, List.of(STATE, STATE, REQUEST, STATE)),
            Map.entry(RequestCode.UNBIND_P2P_STREAM_REQUEST, List.of(STATE, STATE, REQUEST, STATE)),
            Map.entry(RequestCode.SET_MMIO_ATTRIBUTE_REQUEST, List.of(STATE, STATE, REQUEST, STATE)));

    private MatrixCases() {}

    static List<ConformanceCase> of(Clauses clauses) {
        var group = new Group(clauses);
        group.add("GAP-MTX-01", MatrixCases::everyCell);
        group.add("GAP-MTX-02", MatrixCases::everyRefusalAgain);
        inError(group);
        repeated(group);
        unknown(group);
        sequences(group);
        return group.cases();
    }

    private static void everyCell(Scene scene, Check check) {
        for (TdiState state : TdiState.values()) {
            for (RequestCode request : OUTCOMES.keySet().stream().sorted().toList()) {
                Stage stage = Stage.at(scene, check, state);
                if (state == CONFIG_UNLOCKED) {
                    stage.tdi.secure();
                }
                stage.each("%s in %s".formatted(request, state), () -> cell(stage, request, state));
            }
        }
        for (TdiState state : TdiState.values()) {
            Stage stage = Stage.at(scene, check, state);
            stage.each(
                    "VDM_REQUEST in " + state,
                    () -> stage.refused(
                                    stage.ask(RequestCode.VDM_REQUEST, stage.payload(RequestCode.VDM_REQUEST)),
                                    UNSUPPORTED_REQUEST)
                            .state(state));
        }
    }

    private static void cell(Stage stage, RequestCode request, TdiState state) {
        boolean isReadable = state == CONFIG_LOCKED || state == RUN;
        Bytes before = isReadable ? stage.tdi.report() : Bytes.EMPTY;
        String expected = OUTCOMES.get(request).get(state.code());
        Answer answer = stage.ask(request, stage.payload(request));
        stage.is(answer, expected, tolerated(request, state));
        TdiState after = Reply.outcome(answer).equals(OK) ? next(request, state) : state;
        boolean isReset = request == GET_TDISP_VERSION && stage.tdi.state().equals(Optional.of(CONFIG_UNLOCKED));
        if (isReset && state != CONFIG_UNLOCKED) {
            stage.check.on(1).noting("disputed").deviates("TDI_STATE", state, CONFIG_UNLOCKED);
            return;
        }
        stage.state(after);
        if (isReadable && after == state) {
            stage.same("report", before, stage.tdi.report());
        }
    }

    private static TdiState next(RequestCode request, TdiState state) {
        return switch (request) {
            case LOCK_INTERFACE_REQUEST -> CONFIG_LOCKED;
            case STOP_INTERFACE_REQUEST -> CONFIG_UNLOCKED;
            default -> state;
        };
    }

    private static String[] tolerated(RequestCode request, TdiState state) {
        return switch (request) {
            case STOP_INTERFACE_REQUEST -> new String[] {STATE};
            case START_INTERFACE_REQUEST -> state == CONFIG_LOCKED ? new String[] {STATE} : new String[0];
            case GET_DEVICE_INTERFACE_REPORT ->
                state == CONFIG_UNLOCKED || state == ERROR ? new String[] {REQUEST} : new String[0];
            case BIND_P2P_STREAM_REQUEST, UNBIND_P2P_STREAM_REQUEST, SET_MMIO_ATTRIBUTE_REQUEST ->
                new String[] {STATE, REQUEST, UNSUPPORTED_REQUEST.name()};
            default -> new String[0];
        };
    }

    private static void everyRefusalAgain(Scene scene, Check check) {
        for (TdiState state : TdiState.values()) {
            Stage stage = Stage.at(scene, check, state);
            for (RequestCode request : List.of(LOCK_INTERFACE_REQUEST, START_INTERFACE_REQUEST)) {
                boolean isRefused = state != CONFIG_UNLOCKED || request == START_INTERFACE_REQUEST;
                Bytes payload = stage.payload(request);
                for (int i = 0; isRefused && i < REPEATED; i++) {
                    stage.each("%s in %s".formatted(request, state), () -> stage.refused(stage.ask(request, payload)));
                }
            }
            stage.state(state);
        }
    }

    private static void inError(Group group) {
        group.add("GAP-MTX-04", (scene, check) -> {
            Stage stage = Stage.at(scene, check, ERROR);
            for (RequestCode request :
                    List.of(LOCK_INTERFACE_REQUEST, RequestCode.GET_DEVICE_INTERFACE_REPORT, START_INTERFACE_REQUEST)) {
                stage.each(
                        request.name(),
                        () -> stage.refused(stage.ask(request, stage.payload(request)), INVALID_INTERFACE_STATE)
                                .state(ERROR));
            }
        });
        group.add("GAP-MTX-05", (scene, check) -> {
            Stage stage = Stage.at(scene, check, ERROR);
            Answer answer = stage.ask(RequestCode.GET_DEVICE_INTERFACE_STATE);
            check.on(1).at(16).equal("TDI_STATE", 3L, answer.number(16, 1));
        });
        group.add("GAP-MTX-06", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            stage.tdi.report();
            Stage failed = stage.toError();
            failed.is(failed.tdi.portion(0, 1), INVALID_INTERFACE_STATE, INVALID_REQUEST);
        });
        group.add("GAP-MTX-07", (scene, check) -> {
            Stage stage = Stage.at(scene, check, ERROR);
            stage.is(stage.ask(LOCK_INTERFACE_REQUEST, stage.tdi.usualLock()), INVALID_INTERFACE_STATE)
                    .exactly(ERROR);
        });
        group.add("GAP-MTX-08", (scene, check) -> {
            Stage stage = Stage.fresh(scene, check);
            Stage failed = stage.toError();
            failed.is(failed.ask(START_INTERFACE_REQUEST, stage.tdi.nonce()), INVALID_INTERFACE_STATE)
                    .exactly(ERROR);
        });
        group.add("GAP-MTX-09", (scene, check) -> {
            Stage stage = Stage.at(scene, check, ERROR);
            stage.is(stage.ask(STOP_INTERFACE_REQUEST), OK, STATE);
            if (stage.tdi.state().equals(Optional.of(ERROR))) {
                check.on(1).noting("disputed").deviates("TDI_STATE", CONFIG_UNLOCKED, ERROR);
                return;
            }
            stage.exactly(CONFIG_UNLOCKED);
            stage.tdi.secure();
            stage.is(stage.ask(LOCK_INTERFACE_REQUEST, stage.tdi.usualLock()), OK)
                    .exactly(CONFIG_LOCKED);
        });
    }

    private static void repeated(Group group) {
        group.add("GAP-MTX-10", (scene, check) -> {
            Stage stage = Stage.at(scene, check, RUN);
            stage.is(stage.ask(STOP_INTERFACE_REQUEST), OK).exactly(CONFIG_UNLOCKED);
            stage.is(stage.ask(STOP_INTERFACE_REQUEST), OK, STATE).exactly(CONFIG_UNLOCKED);
        });
        group.add("GAP-MTX-11", (scene, check) -> {
            for (TdiState state : List.of(CONFIG_LOCKED, RUN, ERROR)) {
                Stage stage = Stage.at(scene, check, state);
                stage.each(state.name(), () -> versionAgain(stage, state));
            }
        });
        group.add("GAP-MTX-12", (scene, check) -> {
            Stage stage = Stage.fresh(scene, check).to(CONFIG_UNLOCKED);
            Bytes payload = stage.payload(GET_TDISP_CAPABILITIES);
            Bytes unlocked = stage.ask(GET_TDISP_CAPABILITIES, payload).bytes();
            for (TdiState state : List.of(CONFIG_LOCKED, RUN)) {
                stage.to(state);
                stage.each(
                        state.name(),
                        () -> stage.same(
                                "TDISP_CAPABILITIES",
                                unlocked,
                                stage.ask(GET_TDISP_CAPABILITIES, payload).bytes()));
            }
        });
    }

    private static void versionAgain(Stage stage, TdiState state) {
        Bytes report = state == ERROR ? Bytes.EMPTY : stage.tdi.report();
        stage.is(stage.ask(GET_TDISP_VERSION), OK);
        if (stage.tdi.state().equals(Optional.of(CONFIG_UNLOCKED))) {
            stage.check.on(1).noting("published devices begin anew").deviates("TDI_STATE", state, CONFIG_UNLOCKED);
            return;
        }
        stage.exactly(state);
        if (state != ERROR) {
            stage.same("report", report, stage.tdi.report());
        }
        if (state == CONFIG_LOCKED) {
            stage.is(stage.ask(START_INTERFACE_REQUEST, stage.tdi.nonce()), OK).exactly(RUN);
        }
    }

    private static void unknown(Group group) {
        group.add("GAP-MTX-13", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            IntStream.concat(IntStream.of(BELOW_REQUESTS), IntStream.rangeClosed(FIRST_UNKNOWN, LAST_CODE))
                    .forEach(code -> stage.each(Reply.hex(code), () -> {
                        Answer answer = stage.tdi.send(stage.tdi.message(code, Bytes.EMPTY));
                        stage.refused(answer, UNSUPPORTED_REQUEST);
                        if (answer.isMessage()) {
                            check.on(1)
                                    .at(ERROR_DATA)
                                    .equalOr("ERROR_DATA", (long) code, Set.of(0L), answer.number(ERROR_DATA, 4));
                        }
                    }));
            stage.state(CONFIG_LOCKED);
        });
        group.add("GAP-MTX-14", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            IntStream.concat(IntStream.rangeClosed(1, 0x0B), IntStream.of(0x7F)).forEach(code -> refused(stage, code));
            stage.state(CONFIG_LOCKED);
        });
        group.add("GAP-MTX-15", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            IntStream.concat(IntStream.of(0), IntStream.range(0x0D, RESPONSE_BIT - 1))
                    .forEach(code -> refused(stage, code));
            stage.state(CONFIG_LOCKED);
        });
    }

    private static void refused(Stage stage, int code) {
        stage.each(Reply.hex(code), () -> stage.refused(stage.tdi.send(stage.tdi.message(code, Bytes.EMPTY))));
    }

    private static void sequences(Group group) {
        group.add("GAP-MTX-16", (scene, check) -> {
            Stage stage = Stage.fresh(scene, check);
            stage.tdi.secure();
            Answer answer = stage.ask(
                    LOCK_INTERFACE_REQUEST,
                    Tdi.lockPayload(LockFlags.NONE, scene.subject().stream().value(), 0));
            boolean isLocked = Reply.outcome(answer).equals(OK);
            stage.holds("outcome", answer.isMessage(), "a lock or a refusal", Reply.outcome(answer));
            if (!isLocked) {
                stage.tdi.version();
            }
            stage.exactly(isLocked ? CONFIG_LOCKED : CONFIG_UNLOCKED);
        });
        group.add("GAP-MTX-17", (scene, check) -> {
            Stage stage = Stage.at(scene, check, RUN);
            Bytes report = stage.tdi.report();
            stage.refused(stage.ask(LOCK_INTERFACE_REQUEST, stage.tdi.usualLock()));
            stage.refused(stage.ask(START_INTERFACE_REQUEST, stage.tdi.nonce()));
            stage.refused(stage.tdi.portion(0, 0));
            stage.state(RUN).same("report", report, stage.tdi.report());
        });
        group.add("GAP-MTX-18", (scene, check) -> {
            Stage stage = Stage.at(scene, check, RUN);
            stage.is(stage.tdi.portion(0, 1), OK);
            stage.tdi.stop();
            stage.refused(stage.tdi.portion(1, 1)).exactly(CONFIG_UNLOCKED);
        });
        group.add("GAP-MTX-19", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            Bytes first = stage.tdi.nonce();
            stage.to(CONFIG_LOCKED);
            stage.refused(stage.ask(START_INTERFACE_REQUEST, first)).state(CONFIG_LOCKED);
            stage.is(stage.ask(START_INTERFACE_REQUEST, stage.tdi.nonce()), OK).exactly(RUN);
        });
        group.add("GAP-MTX-20", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            stage.is(stage.tdi.portion(0, 1), OK);
            stage.tdi.start();
            stage.is(stage.tdi.portion(0, 1), OK).exactly(RUN);
        });
    }
}
