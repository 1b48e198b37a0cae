package dev.tdisp.lab.conformance.idekm;

import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Keys;
import dev.tdisp.lab.conformance.Scene;
import dev.tdisp.lab.conformance.Subject;
import java.util.OptionalInt;

/** A stream that is keyed, enabled and keyed anew, watched in its registers. */
final class StreamRun {
    private static final int ROUNDS = 4;

    private final Scene scene;
    private final Check check;
    private final Keys keys;
    private final StreamId stream;

    private StreamRun(Scene scene, Check check) {
        this.scene = scene;
        this.check = check;
        this.keys = scene.keys(scene.session());
        this.stream = scene.subject().stream();
    }

    static void secures(Scene scene, Check check) {
        new StreamRun(scene, check).begin(KeySet.K0);
    }

    static void refreshesFrom0(Scene scene, Check check) {
        new StreamRun(scene, check).refresh(KeySet.K0);
    }

    static void refreshesFrom1(Scene scene, Check check) {
        new StreamRun(scene, check).refresh(KeySet.K1);
    }

    private void begin(KeySet first) {
        keys.query(0);
        keys.programAll(first);
        keys.startAll(first);
        scene.link().enableStream(stream, true);
        expectSecure();
    }

    private void refresh(KeySet first) {
        begin(first);
        KeySet current = first;
        for (int round = 0; round < ROUNDS; round++) {
            KeySet old = current;
            current = old.other();
            keys.program(stream, current);
            keys.startAll(current);
            KeySlotId.of(old).forEach(slot -> keys.stop(stream, slot));
            expectSecure();
        }
    }

    private void expectSecure() {
        check.on(1)
                .equal(
                        "state of the stream",
                        OptionalInt.of(Subject.Link.SECURE),
                        scene.link().streamState(stream));
    }
}
