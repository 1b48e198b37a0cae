package dev.tdisp.lab.conformance.idekm;

import dev.tdisp.core.ide.KeyDirection;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.Answer;
import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Scene;
import dev.tdisp.lab.conformance.SceneSession;
import dev.tdisp.lab.conformance.SetupException;
import dev.tdisp.lab.conformance.idekm.Messages.Target;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Asks for keys in one session, and judges what comes back. */
final class KeyPort {
    private static final int OBJECT = 0;
    private static final int STREAM = 3;
    private static final int STATUS = 4;
    private static final int CODE = 5;
    private static final int PORT = 6;
    private static final int QUERY_HEAD = 7;
    private static final int LARGEST_PORT = 6;

    private final Scene scene;
    private final Check check;
    private final SceneSession session;
    private Set<Integer> keyed = Set.of();

    KeyPort(Scene scene, Check check, SceneSession session) {
        this.scene = scene;
        this.check = check;
        this.session = session;
    }

    /** In the first session, with the registers of the stream written and port 0 asked. */
    static KeyPort ready(Scene scene, Check check) {
        var port = new KeyPort(scene, check, scene.session());
        scene.link().configureStream(scene.subject().stream());
        port.largestPort();
        return port;
    }

    Answer send(Bytes message) {
        return session.ask(VendorProtocol.IDE_KM, message);
    }

    /** MaxPortIndex, on the way to a state. */
    int largestPort() {
        Answer answer = send(Messages.query(0));
        if (answer.size() < QUERY_HEAD || answer.number(OBJECT, 1) != Messages.QUERY_RESP) {
            throw new SetupException("QUERY: " + answer.text());
        }
        return (int) answer.number(LARGEST_PORT, 1);
    }

    /** The first key of key set 0. */
    Target first() {
        return Target.of(scene, 0, KeySlotId.of(KeySet.K0).get(0));
    }

    /** All keys of a set, of all ports or of those that took keys: those that receive first. */
    List<Target> all(KeySet keySet) {
        List<Target> targets = new ArrayList<>();
        List<Integer> ports = keyed.isEmpty()
                ? IntStream.rangeClosed(0, largestPort()).boxed().toList()
                : List.copyOf(keyed);
        for (int port : ports) {
            for (KeyDirection direction : KeyDirection.values()) {
                for (KeySlotId slot : KeySlotId.of(keySet, direction)) {
                    targets.add(Target.of(scene, port, slot));
                }
            }
        }
        return targets;
    }

    /** Programs all keys of a set, on the way to a state; from then on a further port without keys is left out. */
    void program(KeySet keySet) {
        Set<Integer> taking = new TreeSet<>();
        for (Target target : all(keySet)) {
            boolean isNeeded = target.port() == 0 || taking.contains(target.port());
            Answer answer = send(Messages.keyProg(scene, target));
            if (isDone(answer, Messages.KP_ACK)) {
                taking.add(target.port());
            } else if (isNeeded) {
                throw new SetupException("KEY_PROG of %s: %s".formatted(target, text(answer)));
            }
        }
        keyed = taking;
    }

    /** Starts all keys of a set, on the way to a state. */
    void start(KeySet keySet) {
        for (Target target : all(keySet)) {
            Answer answer = send(Messages.head(Messages.K_SET_GO, target));
            if (!isDone(answer, Messages.K_GOSTOP_ACK)) {
                throw new SetupException("K_SET_GO of %s: %s".formatted(target, text(answer)));
            }
        }
    }

    private static boolean isDone(Answer answer, int objectId) {
        return answer.number(OBJECT, 1) == objectId && (objectId != Messages.KP_ACK || answer.number(STATUS, 1) == 0);
    }

    private static String text(Answer answer) {
        boolean isRefused = answer.number(OBJECT, 1) == Messages.KP_ACK;
        return isRefused ? "KP_ACK with status %02Xh".formatted(answer.number(STATUS, 1)) : answer.text();
    }

    /** Four clauses: QUERY of a port. */
    Answer queried(int port) {
        Answer answer = send(Messages.query(port));
        boolean isWhole = answer.size() >= QUERY_HEAD && (answer.size() - QUERY_HEAD) % Integer.BYTES == 0;
        check.on(1).that("size", isWhole, "7 bytes and whole registers", answer.size());
        check.on(2).at(OBJECT).equal("ObjectID", (long) Messages.QUERY_RESP, answer.number(OBJECT, 1));
        check.on(3).at(2).equal("PortIndex", (long) port, answer.number(2, 1));
        long largest = answer.number(LARGEST_PORT, 1);
        check.on(4).at(LARGEST_PORT).that("MaxPortIndex", largest >= port, "at least " + port, largest);
        return answer;
    }

    /** Six clauses: KP_ACK for a message. */
    void programmed(int first, Bytes message, Target target, int status) {
        acknowledged(first, send(message), target, status);
    }

    /** Six clauses: KP_ACK. */
    void acknowledged(int first, Answer answer, Target target, long status) {
        check.on(first).equal("size", Messages.ACK_SIZE, answer.size());
        check.on(first + 1).at(OBJECT).equal("ObjectID", (long) Messages.KP_ACK, answer.number(OBJECT, 1));
        check.on(first + 2).at(STATUS).equal("Status", status, answer.number(STATUS, 1));
        echo(first + 3, answer, target);
    }

    /** Five clauses: K_GOSTOP_ACK. */
    void switched(int first, int objectId, Target target) {
        Answer answer = send(Messages.head(objectId, target));
        check.on(first).equal("size", Messages.ACK_SIZE, answer.size());
        check.on(first + 1).at(OBJECT).equal("ObjectID", (long) Messages.K_GOSTOP_ACK, answer.number(OBJECT, 1));
        echo(first + 2, answer, target);
    }

    private void echo(int first, Answer answer, Target target) {
        check.on(first).at(PORT).equal("PortIndex", (long) target.port(), answer.number(PORT, 1));
        check.on(first + 1).at(STREAM).equal("StreamID", (long) target.stream(), answer.number(STREAM, 1));
        check.on(first + 2).at(CODE).equal("Key/Sub-stream", (long) target.code(), answer.number(CODE, 1));
    }

    /** Every key of a set is started or stopped, judged from a clause on. */
    void switchAll(int first, int objectId, KeySet keySet) {
        for (Target target : all(keySet)) {
            check.combination(target.toString(), () -> switched(first, objectId, target));
        }
    }
}
