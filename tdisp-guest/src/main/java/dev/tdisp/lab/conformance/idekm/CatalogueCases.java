package dev.tdisp.lab.conformance.idekm;

import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.Answer;
import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.Scene;
import dev.tdisp.lab.conformance.SceneSession;
import dev.tdisp.lab.conformance.Trait;
import dev.tdisp.lab.conformance.idekm.Messages.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** The 18 cases that other suites ask too, and 3 that exist in code alone. */
final class CatalogueCases {
    private static final int SHORTEST_CUT = 8;
    private static final int WORD = 4;
    private static final int SUB_STREAM_SHIFT = 4;
    private static final int LAST_PORT = 0xFF;
    private static final int CLAUSES_OF_ACK = 6;
    private static final int CLAUSES_OF_SWITCH = 5;
    private static final int WRONG_LENGTH = 1;
    private static final int WRONG_PORT = 2;
    private static final int WRONG_VALUE = 3;
    private static final int STREAMS_TRIED = 6;

    private final Clauses clauses;
    private final List<ConformanceCase> cases = new ArrayList<>();

    private CatalogueCases(Clauses clauses) {
        this.clauses = clauses;
    }

    static List<ConformanceCase> of(Clauses clauses) {
        var made = new CatalogueCases(clauses);
        made.queries();
        made.keys();
        made.wrongKeys();
        made.starts();
        made.stops();
        made.sessions();
        made.streams();
        return made.cases;
    }

    private ConformanceCase of(String id, String title, ConformanceCase.Body body) {
        return ConformanceCase.of(id, title, clauses, body).needing(Trait.TEE_IO);
    }

    private void add(String id, String title, ConformanceCase.Body body) {
        cases.add(of(id, title, body));
    }

    private void queries() {
        add("IDEKM-QUERY-01", "QUERY of port 0 is answered", (scene, check) -> {
            scene.link().configureStream(scene.subject().stream());
            new KeyPort(scene, check, scene.session()).queried(0);
        });
        add("IDEKM-QUERY-02", "QUERY of every further port is answered", (scene, check) -> {
            KeyPort port = KeyPort.ready(scene, check);
            int largest = port.largestPort();
            if (largest == 0) {
                check.notApplicable("MaxPortIndex", 0);
            }
            for (int i = 1; i <= largest; i++) {
                int index = i;
                check.combination("port " + i, () -> port.queried(index));
            }
        });
    }

    private void keys() {
        add("IDEKM-KEYPROG-01", "KEY_PROG takes every key of every port", (scene, check) -> {
            KeyPort port = KeyPort.ready(scene, check);
            for (KeySet keySet : KeySet.values()) {
                for (Target target : port.all(keySet)) {
                    check.combination(
                            target.toString(), () -> port.programmed(1, Messages.keyProg(scene, target), target, 0));
                }
            }
        });
        add("IDEKM-KEYPROG-02", "KEY_PROG that is cut is refused for its length", (scene, check) -> {
            KeyPort port = KeyPort.ready(scene, check);
            Target target = port.first();
            for (int i = SHORTEST_CUT; i < Messages.KEY_PROG_SIZE; i += WORD) {
                int size = i;
                check.combination("%d bytes".formatted(i), () -> {
                    Answer answer = port.send(Messages.keyProg(scene, target).slice(0, size));
                    if (answer.isDropped()) {
                        dropped(check, answer);
                    } else {
                        port.acknowledged(1, answer, target, WRONG_LENGTH);
                    }
                });
            }
        });
    }

    private static void dropped(Check check, Answer answer) {
        for (int clause = 1; clause <= CLAUSES_OF_ACK; clause++) {
            check.on(clause)
                    .noting("published devices drop what they cannot read")
                    .deviates("KEY_PROG", "KP_ACK", answer.text());
        }
    }

    private void wrongKeys() {
        add("IDEKM-KEYPROG-03", "KEY_PROG for a port that is not there is refused", (scene, check) -> {
            KeyPort port = KeyPort.ready(scene, check);
            int largest = port.largestPort();
            if (largest == LAST_PORT) {
                check.notApplicable("MaxPortIndex", largest);
            }
            for (int i = largest + 1; i <= LAST_PORT; i++) {
                refused(scene, check, port, port.first().withPort(i), WRONG_PORT);
            }
        });
        add("IDEKM-KEYPROG-04", "KEY_PROG for a sub-stream that is not defined is refused", (scene, check) -> {
            KeyPort port = KeyPort.ready(scene, check);
            for (int subStream = 3; subStream <= 0xF; subStream++) {
                Target target = port.first();
                refused(
                        scene,
                        check,
                        port,
                        target.withCode(subStream << SUB_STREAM_SHIFT | target.code() & 3),
                        WRONG_VALUE);
            }
        });
        add("IDEKM-KEYPROG-05", "KEY_PROG with another initial value than 1 is refused", (scene, check) -> {
            KeyPort port = KeyPort.ready(scene, check);
            Target target = port.first();
            LongStream.concat(LongStream.of(0, 1L << 32, 1L << 63, (1L << 32) + 1, -1), LongStream.rangeClosed(2, 0xFF))
                    .forEach(value -> check.combination(
                            "IFV %Xh".formatted(value),
                            () -> port.programmed(1, Messages.keyProg(scene, target, value), target, WRONG_VALUE)));
        });
        add("IDEKM-KEYPROG-06", "KEY_PROG for a stream that is not configured is refused", (scene, check) -> {
            KeyPort port = KeyPort.ready(scene, check);
            for (int i = 1; i <= STREAMS_TRIED; i++) {
                Target target = port.first();
                refused(scene, check, port, target.withStream(target.stream() + i & 0xFF), WRONG_VALUE);
            }
        });
    }

    private static void refused(Scene scene, Check check, KeyPort port, Target target, int status) {
        check.combination(target.toString(), () -> port.programmed(1, Messages.keyProg(scene, target), target, status));
    }

    private void starts() {
        addStart("IDEKM-KSETGO-01", "K_SET_GO starts key set 0", KeySet.K0);
        addStart("IDEKM-KSETGO-02", "K_SET_GO starts key set 1", KeySet.K1);
        addStart("IDEKM-KSETGO-03", "K_SET_GO starts key set 0, then 1", KeySet.K0, KeySet.K1);
        addStart("IDEKM-KSETGO-04", "K_SET_GO starts key set 1, then 0", KeySet.K1, KeySet.K0);
    }

    private void addStart(String id, String title, KeySet... order) {
        add(id, title, (scene, check) -> {
            KeyPort port = KeyPort.ready(scene, check);
            for (KeySet keySet : order) {
                port.program(keySet);
            }
            for (int i = 0; i < order.length; i++) {
                port.switchAll(1 + i * CLAUSES_OF_SWITCH, Messages.K_SET_GO, order[i]);
            }
        });
    }

    private void stops() {
        addStop("IDEKM-KSETSTOP-01", KeySet.K0, KeySet.K0);
        addStop("IDEKM-KSETSTOP-02", KeySet.K1, KeySet.K1);
        addStop("IDEKM-KSETSTOP-03", KeySet.K1, KeySet.K0, KeySet.K1);
        addStop("IDEKM-KSETSTOP-04", KeySet.K0, KeySet.K1, KeySet.K0);
    }

    private void addStop(String id, KeySet stopped, KeySet... started) {
        String title = "K_SET_STOP stops key set %d, started %s"
                .formatted(stopped.ordinal(), started.length == 1 ? "alone" : "last");
        add(id, title, (scene, check) -> {
            KeyPort port = KeyPort.ready(scene, check);
            for (KeySet keySet : started) {
                port.program(keySet);
            }
            for (KeySet keySet : started) {
                port.start(keySet);
            }
            port.switchAll(1, Messages.K_SET_STOP, stopped);
        });
    }

    private void sessions() {
        cases.add(of("IDEKM-SESS-01", "Another session than the owner's is not answered", (scene, check) -> {
                    KeyPort.ready(scene, check).program(KeySet.K0);
                    var stranger = new Ownership(scene, check);
                    stranger.dropped(1, Messages.query(0));
                    Target target = new KeyPort(scene, check, scene.session()).first();
                    stranger.dropped(2, Messages.keyProg(scene, target));
                })
                .needing(Trait.SEVERAL_SESSIONS));
        add("IDEKM-SESS-02", "Once its owner is gone, another session may bring keys", (scene, check) -> {
            KeyPort owner = KeyPort.ready(scene, check);
            owner.program(KeySet.K0);
            Bytes before = owner.send(Messages.query(0)).piece(3, 6);
            scene.session().requesterSession().end();
            SceneSession session = scene.anotherSession();
            var port = new KeyPort(scene, check, session);
            Answer answer = port.queried(0);
            check.on(5).at(3).equal("function, bus, segment", before, answer.piece(3, 6));
            port.programmed(CLAUSES_OF_ACK, Messages.keyProg(scene, port.first()), port.first(), 0);
        });
    }

    private void streams() {
        addStream("IDEKM-FULL-01", "A stream becomes secure", StreamRun::secures);
        addStream("IDEKM-FULL-02", "A stream stays secure while its keys are replaced", StreamRun::refreshesFrom0);
        addStream("IDEKM-FULL-03", "The same, beginning with key set 1", StreamRun::refreshesFrom1);
    }

    private void addStream(String id, String title, ConformanceCase.Body body) {
        cases.add(of(id, title, body).needing(Trait.STREAM_REGISTERS));
    }
}
