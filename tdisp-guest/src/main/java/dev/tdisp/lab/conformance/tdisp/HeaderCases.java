package dev.tdisp.lab.conformance.tdisp;

import static dev.tdisp.core.message.TdiState.CONFIG_LOCKED;
import static dev.tdisp.core.message.TdiState.CONFIG_UNLOCKED;
import static dev.tdisp.core.message.TdiState.RUN;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.Answer;
import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.Scene;
import dev.tdisp.lab.conformance.Tdi;
import dev.tdisp.lab.conformance.Trait;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Group HDR: version, reserved bytes and INTERFACE_ID of requests. */
final class HeaderCases {
    private static final int[] VERSIONS = {0x00, 0x0F, 0x11, 0x20, 0xFF};
    private static final int RESERVED = 2;
    private static final int ID = 4;
    private static final int SEGMENT = 6;
    private static final int HIGH = 7;
    private static final int SEGMENT_VALID = 1;
    private static final int UNUSED_IDS = 2000;

    private HeaderCases() {}

    static List<ConformanceCase> of(Clauses clauses) {
        var group = new Group(clauses);
        versions(group);
        reserved(group);
        interfaces(group);
        group.add("GAP-HDR-15", HeaderCases::echoes);
        group.add("GAP-HDR-18", HeaderCases::pairs);
        return group.cases();
    }

    private static Bytes message(Stage stage, RequestCode request) {
        return stage.tdi.message(request.code(), stage.payload(request));
    }

    private static void versions(Group group) {
        group.add("GAP-HDR-01", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            for (RequestCode request : stage.requests()) {
                Bytes message = message(stage, request);
                for (int version : VERSIONS) {
                    boolean isDisputed = request == RequestCode.GET_TDISP_VERSION && version >> 4 == 1;
                    if (!isDisputed) {
                        stage.each(
                                "%s %s".formatted(request, Reply.hex(version)),
                                () -> stage.refused(
                                        stage.tdi.send(message.with(0, version)), TdispErrorCode.VERSION_MISMATCH));
                    }
                }
            }
            stage.state(CONFIG_LOCKED);
        });
        group.add("GAP-HDR-02", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            Answer answer =
                    stage.tdi.send(message(stage, RequestCode.GET_TDISP_VERSION).with(0, 0x11));
            stage.is(answer, Stage.OK, TdispErrorCode.VERSION_MISMATCH.name(), answer.text());
            Stage after = stage;
            after.holds("TDI_STATE", after.tdi.state().isPresent(), "one", after.tdi.state());
        });
        group.add("GAP-HDR-03", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_UNLOCKED);
            stage.tdi.secure();
            Bytes lock = message(stage, RequestCode.LOCK_INTERFACE_REQUEST);
            stage.refused(stage.tdi.send(lock.with(0, 0x11)), TdispErrorCode.VERSION_MISMATCH)
                    .state(CONFIG_UNLOCKED);
        });
    }

    private static void reserved(Group group) {
        group.add("GAP-HDR-04", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            for (RequestCode request : List.of(
                    RequestCode.GET_DEVICE_INTERFACE_STATE,
                    RequestCode.GET_DEVICE_INTERFACE_REPORT,
                    RequestCode.GET_TDISP_VERSION)) {
                Bytes message = message(stage, request).with(RESERVED, 0xA5).with(RESERVED + 1, 0x5A);
                stage.each(request.name(), () -> {
                    Answer answer = stage.tdi.send(message);
                    stage.is(answer, Stage.OK);
                    check.on(1).at(RESERVED).equal("Reserved", 0L, answer.number(RESERVED, 2));
                });
            }
        });
        group.add("GAP-HDR-05", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_UNLOCKED);
            Bytes message = message(stage, RequestCode.GET_DEVICE_INTERFACE_STATE);
            for (int i = ID + 4; i < Tdi.HEADER; i++) {
                Bytes changed = message.with(i, 0xA5);
                stage.each("byte %d".formatted(i), () -> {
                    Answer answer = stage.tdi.send(changed);
                    stage.is(answer, Stage.OK, TdispErrorCode.INVALID_INTERFACE.name());
                    check.on(1)
                            .at(ID)
                            .equalOr(
                                    "INTERFACE_ID",
                                    changed.slice(ID, Tdi.HEADER),
                                    Set.of(message.slice(ID, Tdi.HEADER)),
                                    answer.piece(ID, Tdi.HEADER));
                });
            }
        });
        group.add("GAP-HDR-07", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            Bytes message = message(stage, RequestCode.GET_DEVICE_INTERFACE_STATE);
            IntStream.rangeClosed(1, 7)
                    .forEach(bit -> stage.each(
                            "bit %d".formatted(24 + bit),
                            () -> stage.is(
                                    stage.tdi.send(message.with(HIGH, message.at(HIGH) | 1 << bit)),
                                    Stage.OK,
                                    TdispErrorCode.INVALID_INTERFACE.name())));
            stage.state(CONFIG_LOCKED);
        });
    }

    private static void interfaces(Group group) {
        group.add("GAP-HDR-06", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            for (RequestCode request : stage.requests()) {
                Bytes message = elsewhere(message(stage, request), 0xF0);
                stage.each(request.name(), () -> stage.is(stage.tdi.send(message), TdispErrorCode.INVALID_INTERFACE));
            }
            stage.state(CONFIG_LOCKED);
        });
        group.add("GAP-HDR-08", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            Bytes message = message(stage, RequestCode.GET_DEVICE_INTERFACE_STATE);
            int segment = message.at(SEGMENT) ^ 0x55;
            Bytes wrong = message.with(HIGH, message.at(HIGH) | SEGMENT_VALID).with(SEGMENT, segment);
            stage.either(stage.tdi.send(wrong), TdispErrorCode.INVALID_INTERFACE.name(), Stage.OK)
                    .state(CONFIG_LOCKED);
        });
        group.add("GAP-HDR-09", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            Bytes message = message(stage, RequestCode.GET_DEVICE_INTERFACE_STATE)
                    .with(HIGH, 0)
                    .with(SEGMENT, 0x55);
            Answer answer = stage.tdi.send(message);
            stage.is(answer, Stage.OK, TdispErrorCode.INVALID_INTERFACE.name(), answer.text())
                    .state(CONFIG_LOCKED);
        });
        group.add("GAP-HDR-13", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            Bytes message = message(stage, RequestCode.GET_TDISP_VERSION);
            for (int i = 0; i < UNUSED_IDS; i++) {
                Bytes unknown = message.with(ID, i & 0xFF).with(ID + 1, 0x80 | i >> 8);
                stage.each("one of many", () -> stage.is(stage.tdi.send(unknown), TdispErrorCode.INVALID_INTERFACE));
            }
            stage.state(CONFIG_LOCKED).is(stage.ask(RequestCode.START_INTERFACE_REQUEST, stage.tdi.nonce()), Stage.OK);
        });
        group.add("GAP-HDR-14", (scene, check) -> {
            Stage stage = Stage.fresh(scene, check);
            stage.is(
                    stage.tdi.send(elsewhere(message(stage, RequestCode.GET_TDISP_VERSION), 0xF0)),
                    TdispErrorCode.INVALID_INTERFACE);
            stage.to(RUN).exactly(RUN);
        });
        group.add("GAP-HDR-16", (scene, check) -> {
            Stage first = Stage.at(scene, check, CONFIG_UNLOCKED);
            boolean isSame = isSymmetric(first) && scene.subject().traits().contains(Trait.SEVERAL_INTERFACES);
            Stage stage = isSame ? first.with(scene.tdi(first.tdi.session(), 1)) : first;
            if (isSymmetric(stage)) {
                check.notApplicable("FUNCTION_ID", stage.tdi.id());
            }
            stage.tdi.greet();
            Bytes message = message(stage, RequestCode.GET_DEVICE_INTERFACE_STATE);
            Bytes swapped = message.with(ID, message.at(ID + 1)).with(ID + 1, message.at(ID));
            stage.is(stage.tdi.send(swapped), TdispErrorCode.INVALID_INTERFACE).state(CONFIG_UNLOCKED);
        });
    }

    private static boolean isSymmetric(Stage stage) {
        Bytes id = stage.tdi.idBytes();
        return id.at(0) == id.at(1);
    }

    private static Bytes elsewhere(Bytes message, int bus) {
        return message.with(ID, 0xF7).with(ID + 1, bus);
    }

    private static void echoes(Scene scene, Check check) {
        Stage stage = Stage.at(scene, check, CONFIG_UNLOCKED);
        stage.tdi.secure();
        for (RequestCode request : Group.REQUESTS) {
            stage.each(request.name(), () -> {
                Answer answer = stage.tdi.send(message(stage, request));
                check.on(1).at(ID).equal("INTERFACE_ID", stage.tdi.idBytes(), answer.piece(ID, Tdi.HEADER));
            });
        }
    }

    private static void pairs(Scene scene, Check check) {
        Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
        Bytes start = message(stage, RequestCode.START_INTERFACE_REQUEST);
        List<UnaryOperator<Bytes>> faults = List.of(
                message -> message.with(0, 0x20),
                message -> message.plus(Bytes.of((byte) 0)),
                message -> message.with(1, 0xA0),
                message -> elsewhere(message, 0xF0));
        for (int one = 0; one < faults.size(); one++) {
            for (int other = one + 1; other < faults.size(); other++) {
                Bytes wrong = faults.get(other).apply(faults.get(one).apply(start));
                stage.each("faults %d and %d".formatted(one, other), () -> stage.refused(stage.tdi.send(wrong)));
            }
        }
        stage.state(CONFIG_LOCKED);
        check.on(1)
                .equal(
                        "session",
                        Optional.of(true),
                        Optional.of(stage.tdi.session().isAlive()));
    }
}
