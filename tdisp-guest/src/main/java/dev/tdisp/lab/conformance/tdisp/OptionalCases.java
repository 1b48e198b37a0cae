package dev.tdisp.lab.conformance.tdisp;

import static dev.tdisp.core.message.RequestCode.BIND_P2P_STREAM_REQUEST;
import static dev.tdisp.core.message.RequestCode.SET_MMIO_ATTRIBUTE_REQUEST;
import static dev.tdisp.core.message.RequestCode.STOP_INTERFACE_REQUEST;
import static dev.tdisp.core.message.RequestCode.UNBIND_P2P_STREAM_REQUEST;
import static dev.tdisp.core.message.RequestCode.VDM_REQUEST;
import static dev.tdisp.core.message.TdiState.CONFIG_LOCKED;
import static dev.tdisp.core.message.TdiState.CONFIG_UNLOCKED;
import static dev.tdisp.core.message.TdiState.ERROR;
import static dev.tdisp.core.message.TdiState.RUN;
import static dev.tdisp.core.message.TdispErrorCode.INVALID_INTERFACE_STATE;
import static dev.tdisp.core.message.TdispErrorCode.INVALID_REQUEST;
import static dev.tdisp.core.message.TdispErrorCode.UNSUPPORTED_REQUEST;

import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.Scene;
import dev.tdisp.lab.conformance.Tdi;
import dev.tdisp.lab.conformance.Trait;
import java.util.List;

/** Groups P2P, MIO, VDM and STP: optional requests, and what STOP forgets. */
final class OptionalCases {
    private static final int ABSENT_STREAM = 0x55;
    private static final int RANGES = 16;

    private OptionalCases() {}

    static List<ConformanceCase> of(Clauses clauses) {
        var group = new Group(clauses);
        peers(group);
        attributes(group);
        vendors(group);
        stops(group);
        return group.cases();
    }

    private static void peers(Group group) {
        group.add(
                "GAP-P2P-01",
                (scene, check) -> outsideRun(scene, check, BIND_P2P_STREAM_REQUEST),
                TdispNeed.PEER_STREAMS);
        group.add(
                "GAP-P2P-02",
                (scene, check) -> {
                    Stage stage = Stage.at(scene, check, CONFIG_UNLOCKED);
                    stage.tdi.secure();
                    stage.tdi.lock(Tdi.lockPayload(
                            LockFlags.NONE, scene.subject().stream().value(), 0));
                    stage.tdi.start();
                    refused(stage, BIND_P2P_STREAM_REQUEST, ABSENT_STREAM);
                },
                TdispNeed.PEER_STREAMS);
        onStream(group, "GAP-P2P-04", BIND_P2P_STREAM_REQUEST, false);
        onStream(group, "GAP-P2P-06", BIND_P2P_STREAM_REQUEST, true);
        group.add(
                "GAP-P2P-11",
                (scene, check) -> outsideRun(scene, check, UNBIND_P2P_STREAM_REQUEST),
                TdispNeed.PEER_STREAMS);
        onStream(group, "GAP-P2P-12", UNBIND_P2P_STREAM_REQUEST, false);
        onStream(group, "GAP-P2P-13", UNBIND_P2P_STREAM_REQUEST, true);
        group.add(
                "GAP-P2P-20",
                (scene, check) -> {
                    Stage stage = Stage.at(scene, check, RUN);
                    refused(stage, UNBIND_P2P_STREAM_REQUEST, 0);
                },
                TdispNeed.PEER_STREAMS);
    }

    private static void onStream(Group group, String id, RequestCode request, boolean isDefault) {
        group.add(
                id,
                (scene, check) -> {
                    Stage stage = Stage.at(scene, check, RUN);
                    refused(stage, request, isDefault ? scene.subject().stream().value() : ABSENT_STREAM);
                },
                TdispNeed.PEER_STREAMS);
    }

    private static void refused(Stage stage, RequestCode request, int stream) {
        stage.refused(stage.ask(request, Bytes.of((byte) stream)), INVALID_REQUEST)
                .state(RUN);
    }

    private static void outsideRun(Scene scene, Check check, RequestCode request) {
        for (TdiState state : List.of(CONFIG_UNLOCKED, CONFIG_LOCKED, ERROR)) {
            Stage stage = Stage.at(scene, check, state);
            stage.each(
                    state.name(),
                    () -> stage.refused(stage.ask(request, stage.payload(request)), INVALID_INTERFACE_STATE)
                            .state(state));
        }
    }

    private static Bytes range(long firstPage, long pages, int attributes, int id) {
        var out = WireWriter.create();
        out.u64("First page", firstPage);
        out.u32("Number of pages", pages);
        out.u16("Attributes", attributes);
        out.u16("Range ID", id);
        return out.toBytes();
    }

    private static void attributes(Group group) {
        group.add(
                "GAP-MIO-01",
                (scene, check) -> outsideRun(scene, check, SET_MMIO_ATTRIBUTE_REQUEST),
                TdispNeed.MMIO_ATTRIBUTES);
        group.add(
                "GAP-MIO-03",
                (scene, check) -> attribute(scene, check, range(0x1234_5678L, 1, 0, 0)),
                TdispNeed.MMIO_ATTRIBUTES);
        group.add(
                "GAP-MIO-13",
                (scene, check) -> {
                    Stage stage = Stage.at(scene, check, RUN);
                    Bytes report = stage.tdi.report();
                    Bytes first = report.slice(RANGES, RANGES + Long.BYTES);
                    Bytes none = first.plus(Bytes.filled(0, Long.BYTES));
                    Bytes wrapping =
                            Bytes.filled(0xFF, Long.BYTES + Integer.BYTES).plus(Bytes.filled(0, 4));
                    for (Bytes payload : List.of(none, wrapping)) {
                        stage.refused(stage.ask(SET_MMIO_ATTRIBUTE_REQUEST, payload), INVALID_REQUEST);
                    }
                    stage.state(RUN).same("report", report, stage.tdi.report());
                },
                TdispNeed.MMIO_ATTRIBUTES);
        group.add(
                "GAP-MIO-16",
                (scene, check) -> {
                    Stage stage = Stage.at(scene, check, RUN);
                    Bytes report = stage.tdi.report();
                    Bytes same = report.slice(RANGES, RANGES + 16);
                    Stage stranger = stage.in(scene.anotherSession());
                    stranger.refused(stranger.ask(SET_MMIO_ATTRIBUTE_REQUEST, same), INVALID_REQUEST);
                    stage.state(RUN).same("report", report, stage.tdi.report());
                },
                TdispNeed.MMIO_ATTRIBUTES,
                Trait.SEVERAL_SESSIONS);
    }

    private static void attribute(Scene scene, Check check, Bytes payload) {
        Stage stage = Stage.at(scene, check, RUN);
        Bytes report = stage.tdi.report();
        stage.refused(stage.ask(SET_MMIO_ATTRIBUTE_REQUEST, payload), INVALID_REQUEST)
                .state(RUN);
        stage.same("report", report, stage.tdi.report());
    }

    private static void vendors(Group group) {
        group.add("GAP-VDM-02", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            for (String payload : List.of("7f00", "0002dead", "03020100", "00027777ff")) {
                stage.each(
                        payload,
                        () -> stage.refused(stage.ask(VDM_REQUEST, Bytes.fromHex(payload)), UNSUPPORTED_REQUEST));
            }
            stage.state(CONFIG_LOCKED);
        });
        group.add("GAP-VDM-03", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            for (String payload : List.of("", "00", "00ff", "000401", "0010ffff")) {
                stage.each(
                        "'%s'".formatted(payload), () -> stage.refused(stage.ask(VDM_REQUEST, Bytes.fromHex(payload))));
            }
            stage.state(CONFIG_LOCKED);
        });
        group.add("GAP-VDM-04", (scene, check) -> {
            for (TdiState state : TdiState.values()) {
                Stage stage = Stage.at(scene, check, state);
                stage.ask(VDM_REQUEST, stage.payload(VDM_REQUEST));
                stage.each(state.name(), () -> stage.state(state));
            }
        });
    }

    private static void stops(Group group) {
        group.add("GAP-STP-08", (scene, check) -> {
            Stage stage = Stage.at(scene, check, RUN);
            Bytes nonce = stage.tdi.nonce();
            stage.tdi.stop();
            stage.each("report", () -> stage.is(stage.tdi.portion(0, 1), INVALID_INTERFACE_STATE, INVALID_REQUEST));
            stage.each(
                    "nonce",
                    () -> stage.refused(stage.ask(RequestCode.START_INTERFACE_REQUEST, nonce))
                            .exactly(CONFIG_UNLOCKED));
            stage.to(CONFIG_LOCKED);
            stage.each(
                    "nonce of the next lock",
                    () -> stage.refused(stage.ask(RequestCode.START_INTERFACE_REQUEST, nonce))
                            .state(CONFIG_LOCKED));
        });
        group.add("GAP-STP-11", (scene, check) -> {
            Stage stage = Stage.at(scene, check, RUN);
            Bytes first = stage.tdi.report();
            stage.to(RUN);
            stage.same("report of the next lock", first, stage.tdi.report());
        });
        group.add("GAP-STP-12", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_UNLOCKED);
            stage.is(stage.ask(STOP_INTERFACE_REQUEST), Stage.OK, INVALID_INTERFACE_STATE.name())
                    .exactly(CONFIG_UNLOCKED);
            stage.toError();
            Stage failed = stage;
            if (failed.tdi.session().isAlive()) {
                failed.is(failed.ask(STOP_INTERFACE_REQUEST), Stage.OK, INVALID_INTERFACE_STATE.name());
            }
        });
    }
}
