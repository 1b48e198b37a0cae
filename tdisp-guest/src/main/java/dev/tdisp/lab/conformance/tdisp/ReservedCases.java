package dev.tdisp.lab.conformance.tdisp;

import static dev.tdisp.core.message.TdiState.CONFIG_LOCKED;
import static dev.tdisp.core.message.TdiState.CONFIG_UNLOCKED;

import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.Answer;
import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.Scene;
import dev.tdisp.lab.conformance.Tdi;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Group RSV: reserved bits, and whether what is advertised is what is done. */
final class ReservedCases {
    private static final int FLAGS = 36;
    private static final int DEFINED_FLAGS = 5;
    private static final int LAST_FLAG = 15;
    private static final int ERROR_DATA = 20;
    private static final int REQUEST_MAP = 20;
    private static final int CODES = 128;
    private static final int NO_FW_UPDATE = 1;

    private ReservedCases() {}

    static List<ConformanceCase> of(Clauses clauses) {
        var group = new Group(clauses);
        flags(group);
        offsets(group);
        capabilities(group);
        group.add("GAP-RSV-12", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            Bytes report = stage.tdi.report();
            stage.holds("size", report.size() >= 4, "at least 4", report.size());
            if (report.size() >= 4) {
                check.on(1).at(2).equal("Reserved", Bytes.filled(0, 2), report.slice(2, 4));
            }
        });
        group.add("GAP-RSV-14", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            for (RequestCode request :
                    List.of(RequestCode.LOCK_INTERFACE_REQUEST, RequestCode.START_INTERFACE_REQUEST)) {
                Answer answer = stage.ask(request, stage.payload(request));
                stage.each(
                        request.name(),
                        () -> check.on(1).at(ERROR_DATA).equal("ERROR_DATA", 0L, answer.number(ERROR_DATA, 4)));
            }
        });
        return group.cases();
    }

    private static Answer lock(Stage stage, int flags, long offset) {
        Bytes payload = Tdi.lockPayload(
                new LockFlags(flags), stage.scene.subject().stream().value(), offset);
        return stage.ask(RequestCode.LOCK_INTERFACE_REQUEST, payload);
    }

    private static Stage lockable(Scene scene, Check check) {
        Stage stage = Stage.at(scene, check, CONFIG_UNLOCKED);
        stage.tdi.secure();
        return stage;
    }

    private static int supported(Stage stage) {
        Answer answer = stage.ask(RequestCode.GET_TDISP_CAPABILITIES, Bytes.filled(0, 4));
        return (int) Math.max(0, answer.number(FLAGS, 2));
    }

    private static void flags(Group group) {
        group.add("GAP-RSV-01", (scene, check) -> {
            Stage stage = lockable(scene, check);
            Set<String> outcomes = new TreeSet<>();
            for (int bit = DEFINED_FLAGS; bit <= LAST_FLAG; bit++) {
                outcomes.add(Reply.outcome(lock(stage, 1 << bit, 0)));
                stage.to(CONFIG_UNLOCKED);
            }
            stage.holds("outcomes for bits 5 to 15", outcomes.size() == 1, "the same for all", outcomes);
        });
        group.add("GAP-RSV-02", (scene, check) -> {
            Stage stage = lockable(scene, check);
            int missing = LockFlags.ALL.bits() & ~supported(stage);
            if (missing == 0) {
                check.notApplicable("LOCK_INTERFACE_FLAGS_SUPPORTED", Reply.hex(supported(stage)));
            }
            eachFlag(stage, missing, TdispErrorCode.INVALID_REQUEST.name());
        });
        group.add("GAP-RSV-11", (scene, check) -> {
            Stage stage = lockable(scene, check);
            eachFlag(stage, supported(stage) & LockFlags.ALL.bits(), Stage.OK);
            eachFlag(stage, LockFlags.ALL.bits() & ~supported(stage), TdispErrorCode.INVALID_REQUEST.name());
        });
        group.add("GAP-RSV-15", (scene, check) -> firmwareBit(scene, check, NO_FW_UPDATE));
        group.add("GAP-RSV-16", (scene, check) -> firmwareBit(scene, check, 0));
    }

    private static void eachFlag(Stage stage, int flags, String outcome) {
        for (int bit = 0; bit < DEFINED_FLAGS; bit++) {
            int flag = 1 << bit;
            if ((flags & flag) != 0) {
                stage.each("flag %d".formatted(bit), () -> stage.is(lock(stage, flag, 0), outcome));
                stage.to(CONFIG_UNLOCKED);
            }
        }
    }

    private static void firmwareBit(Scene scene, Check check, int flag) {
        Stage stage = lockable(scene, check);
        if ((supported(stage) & NO_FW_UPDATE) == 0) {
            check.notApplicable("LOCK_INTERFACE_FLAGS_SUPPORTED", Reply.hex(supported(stage)));
        }
        stage.is(lock(stage, flag, 0), Stage.OK);
        Bytes report = stage.tdi.report();
        check.on(1).at(0).equal("INTERFACE_INFO bit 0", flag, report.at(0) & NO_FW_UPDATE);
    }

    private static void offsets(Group group) {
        group.add("GAP-RSV-03", (scene, check) -> {
            Stage stage = lockable(scene, check);
            Bytes payload = stage.tdi.usualLock().with(3, 0xA5);
            stage.is(stage.ask(RequestCode.LOCK_INTERFACE_REQUEST, payload), Stage.OK)
                    .exactly(CONFIG_LOCKED);
        });
        group.add("GAP-RSV-04", (scene, check) -> consistent(scene, check, 0xD000_0001L, 0xD000_0FFFL));
        group.add("GAP-RSV-05", (scene, check) -> consistent(scene, check, -0x1000L, Long.MAX_VALUE & ~0xFFFL));
        group.add("GAP-RSV-06", (scene, check) -> consistent(scene, check, 0, Long.MIN_VALUE, -0x1000L));
        group.add("GAP-RSV-07", (scene, check) -> {
            Stage stage = lockable(scene, check);
            Bytes payload = Tdi.lockPayload(
                            LockFlags.NONE, scene.subject().stream().value(), 0)
                    .with(19, 0x80);
            judge(stage, stage.ask(RequestCode.LOCK_INTERFACE_REQUEST, payload));
        });
    }

    private static void consistent(Scene scene, Check check, long... offsets) {
        Stage stage = lockable(scene, check);
        for (long offset : offsets) {
            stage.each("offset %Xh".formatted(offset), () -> judge(stage, lock(stage, 0, offset)));
            stage.to(CONFIG_UNLOCKED);
        }
    }

    /** A lock or a refusal, and the state that goes with it. */
    private static void judge(Stage stage, Answer answer) {
        stage.either(answer, Stage.OK, TdispErrorCode.INVALID_REQUEST.name());
        stage.exactly(Reply.outcome(answer).equals(Stage.OK) ? CONFIG_LOCKED : CONFIG_UNLOCKED);
    }

    private static void capabilities(Group group) {
        group.add("GAP-RSV-08", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_UNLOCKED);
            stage.is(stage.ask(RequestCode.GET_TDISP_CAPABILITIES, Bytes.filled(0xFF, 4)), Stage.OK);
        });
        group.add("GAP-RSV-09", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_UNLOCKED);
            Answer answer = stage.ask(RequestCode.GET_TDISP_CAPABILITIES, Bytes.filled(0, 4));
            check.on(1).at(38).equal("Reserved", Bytes.filled(0, 3), answer.piece(38, 41));
            long first = answer.number(REQUEST_MAP, 1);
            boolean isFrom81h = first == 0x7F;
            if (isFrom81h) {
                check.on(1).noting("counted from 81h").deviates("bit 0 of REQ_MSGS_SUPPORTED", 0, 1);
            } else {
                check.on(1).at(REQUEST_MAP).equal("bit 0 of REQ_MSGS_SUPPORTED", 0L, first & 1);
            }
        });
        group.add("GAP-RSV-10", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_UNLOCKED);
            Bytes map = stage.ask(RequestCode.GET_TDISP_CAPABILITIES, Bytes.filled(0, 4))
                    .piece(REQUEST_MAP, FLAGS);
            for (int i = 0; i < CODES && map.size() == CODES / 8; i++) {
                int index = i;
                boolean isAdvertised = (map.at(i / 8) >> i % 8 & 1) != 0;
                stage.each(Reply.hex(CODES + i), () -> agrees(stage, CODES + index, isAdvertised));
            }
            stage.holds("size", map.size() == CODES / 8, CODES / 8, map.size());
        });
    }

    private static void agrees(Stage stage, int code, boolean isAdvertised) {
        Bytes payload = RequestCode.of(code).map(stage::payload).orElse(Bytes.EMPTY);
        Answer answer = stage.tdi.send(stage.tdi.message(code, payload));
        String unsupported = TdispErrorCode.UNSUPPORTED_REQUEST.name();
        boolean isKnown = answer.isMessage() && !Reply.outcome(answer).equals(unsupported);
        if (!isAdvertised && isKnown && !Reply.outcome(answer).equals(Stage.OK)) {
            stage.check.on(1).deviates("outcome", unsupported, Reply.outcome(answer));
        } else {
            stage.holds("answered", isKnown == isAdvertised, isAdvertised, isKnown);
        }
    }
}
