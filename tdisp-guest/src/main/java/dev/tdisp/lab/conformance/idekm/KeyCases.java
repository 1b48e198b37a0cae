package dev.tdisp.lab.conformance.idekm;

import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.Answer;
import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Clause;
import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.Keys;
import dev.tdisp.lab.conformance.Scene;
import dev.tdisp.lab.conformance.Subject;
import dev.tdisp.lab.conformance.Tdi;
import dev.tdisp.lab.conformance.Trait;
import dev.tdisp.lab.conformance.idekm.Messages.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Group KM: messages that are wrong in some part, and what becomes of keys. */
final class KeyCases {
    private static final int STATUS = 4;
    private static final int HEAD = 7;
    private static final int FIRST_UNKNOWN = 7;
    private static final int LAST = 0xFF;
    private static final int LONGEST = 64;
    private static final int WRONG_VALUE = 3;
    private static final int UNDEFINED_BITS = 0x0C;

    private final Clauses clauses;
    private final List<ConformanceCase> cases = new ArrayList<>();

    private KeyCases(Clauses clauses) {
        this.clauses = clauses;
    }

    static List<ConformanceCase> of(Clauses clauses) {
        var made = new KeyCases(clauses);
        made.queries();
        made.programming();
        made.streams();
        made.owners();
        return made.cases;
    }

    private void add(String id, Trait need, ConformanceCase.Body body) {
        String title = clauses.find(id).map(Clause::requirement).orElseThrow();
        cases.add(ConformanceCase.of(id, title, clauses, body)
                .needing(Trait.TEE_IO)
                .needing(need));
    }

    private static void dropped(Check check, Answer answer) {
        check.on(1).that("answer", answer.isDropped(), "silence", answer.text());
    }

    /** What leaves nothing behind: dropped, or refused by KP_ACK. */
    private static void refused(Check check, Answer answer) {
        boolean isRefused = answer.number(0, 1) == Messages.KP_ACK && answer.number(STATUS, 1) != 0;
        check.on(1).that("answer", answer.isDropped() || isRefused, "silence or a refusal", answer.text());
    }

    private void queries() {
        add("GAP-KM-01", Trait.TEE_IO, (scene, check) -> {
            KeyPort port = KeyPort.ready(scene, check);
            for (int i = FIRST_UNKNOWN; i <= LAST; i++) {
                Bytes message = Messages.head(i, port.first());
                check.combination("object %02Xh".formatted(i), () -> dropped(check, port.send(message)));
            }
        });
        add("GAP-KM-02", Trait.TEE_IO, (scene, check) -> {
            KeyPort port = KeyPort.ready(scene, check);
            for (String query : List.of("00", "0000", "00000000")) {
                Answer answer = port.send(Bytes.fromHex(query));
                boolean isAnswered = answer.number(0, 1) == Messages.QUERY_RESP;
                check.on(1).that("answer to " + query, answer.isDropped() || isAnswered, "any", answer.text());
            }
        });
        add("GAP-KM-03", Trait.TEE_IO, (scene, check) -> {
            KeyPort port = KeyPort.ready(scene, check);
            int largest = port.largestPort();
            Answer answer = port.send(Messages.query(largest + 1));
            boolean isAnswered = answer.number(0, 1) == Messages.QUERY_RESP;
            check.on(1).that("answer", answer.isDropped() || isAnswered, "silence or QUERY_RESP", answer.text());
        });
        add("GAP-KM-04", Trait.TEE_IO, (scene, check) -> {
            KeyPort port = KeyPort.ready(scene, check);
            Bytes query = Messages.query(0);
            Answer usual = port.send(query);
            Answer answer = port.send(query.with(1, 0xA5));
            check.on(1).equal("QUERY_RESP", usual.piece(0, usual.size()), answer.piece(0, answer.size()));
        });
        add("GAP-KM-40", Trait.TEE_IO, (scene, check) -> {
            scene.session();
            List<InterfaceId> interfaces = scene.subject().interfaces();
            if (interfaces.isEmpty()) {
                check.notApplicable("declared interfaces", interfaces);
            }
            int bus = interfaces.get(0).requesterId().bus();
            Keys keys = scene.keys(scene.session());
            for (int port = 0; port <= keys.query(0).maxPortIndex(); port++) {
                check.on(1)
                        .at(STATUS)
                        .equal(
                                "Bus",
                                bus,
                                keys.query(port).function().requesterId().bus());
            }
        });
        add("GAP-KM-05", Trait.STREAM_REGISTERS, (scene, check) -> {
            scene.keys(scene.session()).secure();
            new KeyPort(scene, check, scene.session()).largestPort();
            secure(scene, check, true);
        });
    }

    private void programming() {
        add("GAP-KM-07", Trait.TEE_IO, (scene, check) -> {
            KeyPort port = KeyPort.ready(scene, check);
            Bytes whole = Messages.keyProg(scene, port.first()).plus(Bytes.filled(0, LONGEST));
            for (int i = 1; i <= LONGEST; i++) {
                int size = i;
                if (size != Messages.KEY_PROG_SIZE) {
                    check.combination("%d bytes".formatted(i), () -> refused(check, port.send(whole.slice(0, size))));
                }
            }
        });
        add("GAP-KM-08", Trait.TEE_IO, (scene, check) -> {
            KeyPort port = KeyPort.ready(scene, check);
            Target target = port.first();
            Bytes message =
                    Messages.keyProg(scene, target).with(1, 0xA5).with(2, 0x5A).with(STATUS, 0xFF);
            status(check, port.send(message), 0);
        });
        add("GAP-KM-09", Trait.TEE_IO, (scene, check) -> {
            KeyPort port = KeyPort.ready(scene, check);
            for (int bits = 4; bits <= UNDEFINED_BITS; bits += 4) {
                Target target = port.first().withCode(port.first().code() | bits);
                status(check, port.send(Messages.keyProg(scene, target)), WRONG_VALUE);
            }
        });
        add("GAP-KM-11", Trait.TEE_IO, (scene, check) -> {
            KeyPort port = KeyPort.ready(scene, check);
            for (long value : new long[] {0, 2, 1L << 32, 1L << 63, -1}) {
                check.combination(
                        "IFV %Xh".formatted(value),
                        () -> status(check, port.send(Messages.keyProg(scene, port.first(), value)), WRONG_VALUE));
            }
        });
        add("GAP-KM-13", Trait.TEE_IO, (scene, check) -> {
            KeyPort port = KeyPort.ready(scene, check);
            status(check, port.send(Messages.keyProg(scene, port.first())), 0);
            Answer again = port.send(Messages.keyProg(scene, port.first()));
            check.on(1).that("answer", again.number(0, 1) == Messages.KP_ACK, "KP_ACK", again.text());
        });
        add("GAP-KM-34", Trait.TEE_IO, (scene, check) -> {
            KeyPort port = KeyPort.ready(scene, check);
            Target target = port.first();
            int absent = port.largestPort() + 1;
            for (Target wrong : List.of(target.withCode(0x72), target.withPort(absent), target.withStream(0xEE))) {
                Answer answer = port.send(Messages.keyProg(scene, wrong));
                Bytes echo = Bytes.of((byte) wrong.stream(), (byte) wrong.code(), (byte) wrong.port());
                Bytes told = answer.piece(3, 4).plus(answer.piece(5, HEAD));
                check.combination(
                        wrong.toString(), () -> check.on(1).equal("StreamID, Key/Sub-stream, PortIndex", echo, told));
            }
        });
    }

    private static void status(Check check, Answer answer, long expected) {
        check.on(1).at(STATUS).equal("Status", expected, answer.number(STATUS, 1));
    }

    private static void secure(Scene scene, Check check, boolean isSecure) {
        OptionalInt state = scene.link().streamState(scene.subject().stream());
        boolean isRight = state.equals(OptionalInt.of(Subject.Link.SECURE)) == isSecure;
        check.on(1).that("state of the stream", isRight, isSecure ? "secure" : "not secure", state);
    }

    private void streams() {
        add("GAP-KM-12", Trait.STREAM_REGISTERS, (scene, check) -> {
            scene.keys(scene.session()).secure();
            var port = new KeyPort(scene, check, scene.session());
            refused(check, port.send(Messages.keyProg(scene, port.first())));
            secure(scene, check, true);
        });
        add("GAP-KM-16", Trait.STREAM_REGISTERS, (scene, check) -> {
            Keys keys = scene.keys(scene.session());
            keys.programAll(KeySet.K0);
            var port = new KeyPort(scene, check, scene.session());
            status(check, port.send(Messages.keyProg(scene, port.first(), 2)), WRONG_VALUE);
            keys.startAll(KeySet.K0);
            scene.link().enableStream(scene.subject().stream(), true);
            secure(scene, check, true);
        });
        add("GAP-KM-17", Trait.STREAM_REGISTERS, (scene, check) -> {
            KeyPort port = KeyPort.ready(scene, check);
            port.all(KeySet.K0).forEach(target -> port.send(Messages.head(Messages.K_SET_GO, target)));
            scene.link().enableStream(scene.subject().stream(), true);
            secure(scene, check, false);
        });
        add("GAP-KM-18", Trait.STREAM_REGISTERS, (scene, check) -> {
            StreamId stream = scene.subject().stream();
            Keys keys = scene.keys(scene.session());
            keys.programAll(KeySet.K0);
            KeySlotId.of(KeySet.K0).stream().skip(1).forEach(slot -> keys.start(stream, slot));
            scene.link().enableStream(stream, true);
            secure(scene, check, false);
        });
        add("GAP-KM-19", Trait.STREAM_REGISTERS, (scene, check) -> {
            scene.keys(scene.session()).secure();
            var port = new KeyPort(scene, check, scene.session());
            port.send(Messages.head(Messages.K_SET_GO, port.first()));
            secure(scene, check, true);
        });
        add(
                "GAP-KM-20",
                Trait.STREAM_REGISTERS,
                (scene, check) -> afterwards(scene, check, Messages.K_SET_GO, KeySet.K1, true));
        add("GAP-KM-22", Trait.STREAM_REGISTERS, (scene, check) -> {
            KeyPort port = KeyPort.ready(scene, check);
            port.send(Messages.head(Messages.K_SET_STOP, port.first()));
            scene.keys(scene.session()).secure();
            secure(scene, check, true);
        });
        add("GAP-KM-23", Trait.STREAM_REGISTERS, (scene, check) -> {
            Keys keys = scene.keys(scene.session());
            keys.secure();
            keys.stop(scene.subject().stream(), KeySlotId.of(KeySet.K0).get(0));
            secure(scene, check, false);
        });
        add(
                "GAP-KM-24",
                Trait.STREAM_REGISTERS,
                (scene, check) -> afterwards(scene, check, Messages.K_SET_STOP, KeySet.K1, true));
        add("GAP-KM-26", Trait.STREAM_REGISTERS, KeyCases::wrongSwitches);
    }

    private static void afterwards(Scene scene, Check check, int objectId, KeySet keySet, boolean isSecure) {
        scene.keys(scene.session()).secure();
        var port = new KeyPort(scene, check, scene.session());
        port.all(keySet).forEach(target -> port.send(Messages.head(objectId, target)));
        secure(scene, check, isSecure);
    }

    private static void wrongSwitches(Scene scene, Check check) {
        scene.keys(scene.session()).secure();
        var port = new KeyPort(scene, check, scene.session());
        Target first = port.first();
        Bytes stop = Messages.head(Messages.K_SET_STOP, first);
        List<Bytes> wrong = List.of(
                stop.slice(0, HEAD - 1),
                stop.plus(Bytes.of((byte) 0)),
                Messages.head(Messages.K_SET_STOP, first.withPort(port.largestPort() + 1)),
                Messages.head(Messages.K_SET_STOP, first.withStream(first.stream() ^ 0x55)),
                Messages.head(Messages.K_SET_STOP, first.withCode(first.code() | UNDEFINED_BITS)));
        for (Bytes message : wrong) {
            port.send(message);
            check.combination(message.toHex(), () -> secure(scene, check, true));
        }
    }

    private void owners() {
        add("GAP-KM-25", Trait.TEE_IO, (scene, check) -> {
            Tdi tdi = scene.tdi(scene.session());
            tdi.bring(TdiState.RUN);
            scene.keys(scene.session())
                    .stop(scene.subject().stream(), KeySlotId.of(KeySet.K0).get(0));
            tdi.forgetKeys();
            check.on(1).equal("TDI_STATE", "ERROR", tdi.state().map(Enum::name).orElse("none told"));
        });
        add("GAP-KM-27", Trait.TEE_IO, (scene, check) -> {
            Tdi tdi = scene.tdi(scene.session());
            tdi.bring(TdiState.RUN);
            Keys keys = scene.keys(scene.session());
            StreamId stream = scene.subject().stream();
            for (KeySet next : List.of(KeySet.K1, KeySet.K0)) {
                keys.program(stream, next);
                keys.startAll(next);
                KeySlotId.of(next.other()).forEach(slot -> keys.stop(stream, slot));
                check.on(1)
                        .equal("TDI_STATE", "RUN", tdi.state().map(Enum::name).orElse("none told"));
            }
        });
        add("GAP-KM-29", Trait.SEVERAL_SESSIONS, (scene, check) -> {
            KeyPort.ready(scene, check).program(KeySet.K0);
            Target target = new KeyPort(scene, check, scene.session()).first();
            var stranger = new Ownership(scene, check);
            for (Bytes message : List.of(
                    Messages.query(0),
                    Messages.keyProg(scene, target),
                    Messages.head(Messages.K_SET_GO, target),
                    Messages.head(Messages.K_SET_STOP, target))) {
                check.combination("object %d".formatted(message.at(0)), () -> stranger.dropped(1, message));
            }
        });
        add("GAP-KM-30", Trait.STREAM_REGISTERS, (scene, check) -> {
            scene.keys(scene.session()).secure();
            scene.session().requesterSession().end();
            secure(scene, check, false);
            scene.keys(scene.anotherSession()).secure();
            secure(scene, check, true);
        });
    }
}
