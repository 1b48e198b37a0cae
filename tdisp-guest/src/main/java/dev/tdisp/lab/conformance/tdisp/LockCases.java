package dev.tdisp.lab.conformance.tdisp;

import static dev.tdisp.core.message.TdiState.CONFIG_LOCKED;
import static dev.tdisp.core.message.TdiState.CONFIG_UNLOCKED;

import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.Keys;
import dev.tdisp.lab.conformance.Scene;
import dev.tdisp.lab.conformance.SceneSession;
import dev.tdisp.lab.conformance.Tdi;
import dev.tdisp.lab.conformance.Trait;
import java.util.List;
import java.util.function.Predicate;

/** Group LCK: what the keys of the default stream must be before a lock. */
final class LockCases {
    private LockCases() {}

    static List<ConformanceCase> of(Clauses clauses) {
        var group = new Group(clauses);
        group.add("GAP-LCK-01", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_UNLOCKED);
            stage.tdi.secure();
            int other = scene.subject().stream().value() ^ 0x55;
            refused(stage, Tdi.lockPayload(LockFlags.NONE, other, 0));
            repaired(stage);
        });
        group.add("GAP-LCK-06", (scene, check) -> eachSlotMissing(scene, check, false));
        group.add("GAP-LCK-07", (scene, check) -> eachSlotMissing(scene, check, true));
        group.add(
                "GAP-LCK-08",
                (scene, check) -> {
                    Stage stage = Stage.at(scene, check, CONFIG_UNLOCKED);
                    stage.tdi.secure();
                    SceneSession other = scene.anotherSession();
                    Stage stranger = stage.in(other);
                    stranger.tdi.greet();
                    refused(stranger, stranger.tdi.usualLock());
                    repaired(stage);
                },
                Trait.SEVERAL_SESSIONS);
        group.add(
                "GAP-LCK-10",
                (scene, check) -> {
                    Stage stage = Stage.at(scene, check, CONFIG_UNLOCKED);
                    stage.tdi.secure();
                    scene.link().enableStream(scene.subject().stream(), false);
                    refused(stage, stage.tdi.usualLock());
                },
                Trait.STREAM_REGISTERS);
        return group.cases();
    }

    /** All keys but one are programmed, and started unless that is what is missing. */
    private static void eachSlotMissing(Scene scene, Check check, boolean isProgrammed) {
        Stage stage = Stage.at(scene, check, CONFIG_UNLOCKED);
        for (KeySlotId missing : KeySlotId.of(KeySet.K0)) {
            prepare(scene, stage, slot -> isProgrammed || !slot.equals(missing), slot -> !slot.equals(missing));
            stage.each("without " + missing, () -> refused(stage, stage.tdi.usualLock()));
            forget(scene, stage);
        }
        stage.tdi.forgetKeys();
        repaired(stage);
    }

    private static void prepare(Scene scene, Stage stage, Predicate<KeySlotId> programs, Predicate<KeySlotId> starts) {
        Keys keys = scene.keys(stage.tdi.session());
        StreamId stream = scene.subject().stream();
        scene.link().configureStream(stream);
        KeySlotId.of(KeySet.K0).stream().filter(programs).forEach(slot -> keys.program(stream, slot));
        KeySlotId.of(KeySet.K0).stream().filter(starts).forEach(slot -> keys.start(stream, slot));
        scene.link().enableStream(stream, true);
    }

    private static void forget(Scene scene, Stage stage) {
        StreamId stream = scene.subject().stream();
        scene.link().enableStream(stream, false);
        Keys keys = scene.keys(stage.tdi.session());
        KeySlotId.of(KeySet.K0).forEach(slot -> keys.stop(stream, slot));
        stage.tdi.stop();
    }

    private static void refused(Stage stage, Bytes payload) {
        stage.refused(stage.ask(RequestCode.LOCK_INTERFACE_REQUEST, payload), TdispErrorCode.INVALID_REQUEST)
                .exactly(CONFIG_UNLOCKED);
    }

    /** What was refused works once its reason is gone. */
    private static void repaired(Stage stage) {
        stage.tdi.secure();
        stage.is(stage.ask(RequestCode.LOCK_INTERFACE_REQUEST, stage.tdi.usualLock()), Stage.OK)
                .exactly(CONFIG_LOCKED);
    }
}
