package dev.tdisp.lab.conformance.idekm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.Answer;
import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Scene;
import dev.tdisp.lab.conformance.SceneSession;

/** Who may ask for keys: the session that brought the first, and no other; published devices answer all the same. */
final class Ownership {
    private final Scene scene;
    private final Check check;
    private SceneSession stranger;

    /** Opens a session that does not own the keys. */
    Ownership(Scene scene, Check check) {
        this.scene = scene;
        this.check = check;
        this.stranger = scene.anotherSession();
    }

    /** Asks in that session, or in another one if silence was its end. */
    void dropped(int clause, Bytes message) {
        if (!stranger.isAlive()) {
            stranger = scene.anotherSession();
        }
        Answer answer = new KeyPort(scene, check, stranger).send(message);
        if (answer.isMessage()) {
            check.on(clause)
                    .noting("published devices do not look at the session")
                    .deviates("answer", "silence", answer.text());
        } else {
            check.on(clause).that("answer", answer.isDropped(), "silence", answer.text());
        }
    }
}
