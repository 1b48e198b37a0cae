package dev.tdisp.lab.conformance.tdisp;

import static dev.tdisp.core.message.RequestCode.START_INTERFACE_REQUEST;
import static dev.tdisp.core.message.TdiState.CONFIG_LOCKED;
import static dev.tdisp.core.message.TdiState.CONFIG_UNLOCKED;
import static dev.tdisp.core.message.TdiState.ERROR;
import static dev.tdisp.core.message.TdiState.RUN;
import static dev.tdisp.core.message.TdispErrorCode.INVALID_INTERFACE_STATE;
import static dev.tdisp.core.message.TdispErrorCode.INVALID_REQUEST;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.lab.conformance.Answer;
import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.Scene;
import dev.tdisp.lab.conformance.SceneSession;
import dev.tdisp.lab.conformance.Trait;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.List;
import java.util.Optional;

/** Group SES: what the session over which an interface was locked means to it. */
final class SessionCases {
    private static final int ERROR_CODE = 0x7F;
    private static final String OK = Stage.OK;

    private SessionCases() {}

    static List<ConformanceCase> of(Clauses clauses) {
        var group = new Group(clauses);
        strangers(group);
        outside(group);
        ends(group);
        return group.cases();
    }

    private static void strangers(Group group) {
        group.add(
                "GAP-SES-01",
                (scene, check) -> {
                    Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
                    Stage stranger = stage.in(scene.anotherSession());
                    Answer answer = stranger.ask(START_INTERFACE_REQUEST, stage.tdi.nonce());
                    stranger.refused(answer, INVALID_REQUEST);
                    stage.state(CONFIG_LOCKED);
                },
                Trait.SEVERAL_SESSIONS);
        group.add(
                "GAP-SES-02",
                (scene, check) -> {
                    Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
                    Answer answer = stage.in(scene.anotherSession()).tdi.portion(0, 1);
                    stage.either(answer, OK, INVALID_REQUEST.name(), answer.text(), INVALID_INTERFACE_STATE.name())
                            .state(CONFIG_LOCKED);
                },
                Trait.SEVERAL_SESSIONS);
        group.add(
                "GAP-SES-03",
                (scene, check) -> {
                    Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
                    Stage stranger = stage.in(scene.anotherSession());
                    Answer answer = stranger.ask(RequestCode.GET_DEVICE_INTERFACE_STATE);
                    stranger.either(answer, OK, INVALID_REQUEST.name(), answer.text());
                    if (Reply.outcome(answer).equals(OK)) {
                        stranger.exactly(CONFIG_LOCKED);
                    }
                },
                Trait.SEVERAL_SESSIONS);
        group.add(
                "GAP-SES-04",
                (scene, check) -> {
                    Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
                    Stage stranger = stage.in(scene.anotherSession());
                    Answer answer = stranger.ask(RequestCode.STOP_INTERFACE_REQUEST);
                    stranger.either(answer, OK, INVALID_REQUEST.name(), answer.text());
                    stage.exactly(Reply.outcome(answer).equals(OK) ? CONFIG_UNLOCKED : CONFIG_LOCKED);
                },
                Trait.SEVERAL_SESSIONS);
    }

    private static void outside(Group group) {
        group.add("GAP-SES-05", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            for (RequestCode request : Group.REQUESTS) {
                Bytes message = stage.tdi.message(request.code(), stage.payload(request));
                Bytes envelope = envelope(scene, message);
                stage.each(request.name(), () -> {
                    Optional<Bytes> answer = scene.exchange(envelope);
                    boolean isError = answer.isEmpty()
                            || answer.get().size() > 1 && answer.get().at(1) == ERROR_CODE;
                    stage.holds("answer", isError, "ERROR of SPDM, or silence", answer.map(Bytes::size));
                });
            }
            stage.state(CONFIG_LOCKED);
        });
        group.add("GAP-SES-13", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            stage.tdi.session().requesterSession().updateAllKeys();
            stage.exactly(CONFIG_LOCKED);
            stage.is(stage.ask(START_INTERFACE_REQUEST, stage.tdi.nonce()), OK).exactly(RUN);
        });
    }

    private static Bytes envelope(Scene scene, Bytes message) {
        var body = VendorProtocol.TDISP.wrap(message);
        var out = WireWriter.create();
        out.u8("SPDMVersion", scene.requester().context().version().code());
        out.u8("RequestResponseCode", 0xFE);
        out.u16("Param1, Param2", 0);
        out.u16("StandardID", body.standardId());
        out.u8("VendorIDLength", body.vendorId().size());
        out.bytes("VendorID", body.vendorId());
        out.u16("PayloadLength", body.payload().size());
        out.bytes("Payload", body.payload());
        return out.toBytes();
    }

    private static void ends(Group group) {
        group.add("GAP-SES-09", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            Stage after = ended(scene, stage);
            stage.each("CONFIG_LOCKED", () -> after.exactly(ERROR));
            after.tdi.bring(RUN);
            stage.each("RUN", () -> ended(scene, after).exactly(ERROR));
        });
        group.add("GAP-SES-12", (scene, check) -> {
            Stage stage = Stage.at(scene, check, RUN);
            scene.requester().connect();
            scene.requester().certificateChain(0);
            stage.in(scene.anotherSession()).exactly(ERROR);
        });
        group.add(
                "GAP-SES-15",
                (scene, check) -> {
                    Stage stage = Stage.at(scene, check, RUN);
                    SceneSession other = scene.anotherSession();
                    other.requesterSession().end();
                    stage.exactly(RUN);
                },
                Trait.SEVERAL_SESSIONS);
        group.add("GAP-SES-17", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            Bytes nonce = stage.tdi.nonce();
            Stage after = ended(scene, stage);
            after.refused(after.ask(START_INTERFACE_REQUEST, nonce));
            boolean isRunning = after.tdi.state().equals(Optional.of(RUN));
            after.holds("TDI_STATE", !isRunning, "not RUN", after.tdi.state());
        });
        group.add("GAP-SES-18", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            stage.is(stage.tdi.portion(0, 1), OK);
            Stage after = ended(scene, stage);
            after.refused(after.tdi.portion(1, 1));
        });
        group.add("GAP-SES-19", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            Stage after = ended(scene, stage);
            after.tdi.greet();
            after.is(after.ask(RequestCode.STOP_INTERFACE_REQUEST), OK, INVALID_INTERFACE_STATE.name());
            after.exactly(CONFIG_UNLOCKED);
            after.tdi.secure();
            after.is(after.ask(RequestCode.LOCK_INTERFACE_REQUEST, after.tdi.usualLock()), OK);
        });
    }

    /** Ends the locking session, and looks from another one. */
    private static Stage ended(Scene scene, Stage stage) {
        stage.tdi.session().requesterSession().end();
        return stage.in(scene.anotherSession());
    }
}
