package dev.tdisp.lab.conformance.requester;

import static dev.tdisp.lab.conformance.requester.RequesterCases.CAPABILITIES;
import static dev.tdisp.lab.conformance.requester.RequesterCases.LOCK;
import static dev.tdisp.lab.conformance.requester.RequesterCases.REPORT;
import static dev.tdisp.lab.conformance.requester.RequesterCases.START;
import static dev.tdisp.lab.conformance.requester.RequesterCases.STATE;
import static dev.tdisp.lab.conformance.requester.RequesterCases.STOP;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.Scene;
import dev.tdisp.lab.conformance.requester.RequesterSubject.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a requester does with a device that is as it must be. */
final class HonestCases {
    private static final int KEY_PROG = 2;
    private static final int K_SET_GO = 4;
    private static final int NONCE = 16;
    private static final int NONCE_END = 48;
    private static final int FLAGS = 16;
    private static final int SUPPORTED_FLAGS = 36;
    private static final int KEY = 7;
    private static final int SUB_STREAM = 5;
    private static final int TX = 2;
    private static final int REMAINDER = 18;
    private static final int PORTION = 16;

    private HonestCases() {}

    static Stream<ConformanceCase> all(Clauses clauses) {
        return Stream.of(
                honest(
                        "REQ-RUN-01",
                        "An honest device is taken into use and given back",
                        clauses,
                        HonestCases::accepted),
                honest("GAP-REQ-01", "The state is asked for after LOCK and START", clauses, HonestCases::confirmed),
                honest("GAP-REQ-13", "The whole report is read before START", clauses, HonestCases::reported),
                honest("GAP-REQ-14", "Each lock has a report of its own", clauses, HonestCases::reportedAgain),
                honest("GAP-REQ-15", "LOCK, report and START are of one session", clauses, HonestCases::oneSession),
                honest("GAP-REQ-18", "Lock flags are those that are supported", clauses, HonestCases::flags),
                honest("GAP-REQ-19", "Each key is a new one", clauses, HonestCases::keys),
                honest(
                        "GAP-REQ-20",
                        "Keys for receiving are started before those for sending",
                        clauses,
                        HonestCases::order));
    }

    /** Judges a run. */
    @FunctionalInterface
    private interface Judge {
        void judge(Check check, RequesterStand.Run run);
    }

    private static ConformanceCase honest(String id, String title, Clauses clauses, Judge judge) {
        return ConformanceCase.of(id, title, clauses, (scene, check) -> judge.judge(check, run(scene)));
    }

    private static RequesterStand.Run run(Scene scene) {
        return ((RequesterStand) scene.subject()).honest(scene);
    }

    private static void accepted(Check check, RequesterStand.Run run) {
        Outcome.Kind kind = run.outcome().kind();
        boolean isGood = kind == Outcome.Kind.ACCEPTED || kind == Outcome.Kind.UNKNOWN;
        check.on(1).that("outcome", isGood, Outcome.Kind.ACCEPTED, run.outcome());
        List<Bytes> nonces = run.tape().all(Layer.TDISP, LOCK).stream()
                .flatMap(said -> said.response().stream())
                .map(answer -> answer.slice(NONCE, NONCE_END))
                .toList();
        List<Bytes> started = run.tape().all(Layer.TDISP, START).stream()
                .map(said -> said.request().slice(NONCE, NONCE_END))
                .toList();
        check.on(2).that("START_INTERFACE_REQUEST", !started.isEmpty(), "at least one", started.size());
        check.on(3)
                .that(
                        "START_INTERFACE_NONCE",
                        nonces.containsAll(started),
                        "those of LOCK",
                        "%d of %d"
                                .formatted(
                                        started.stream()
                                                .filter(nonces::contains)
                                                .count(),
                                        started.size()));
        Said last = lastTdisp(run.tape());
        check.on(4)
                .that(
                        "the last request",
                        last != null && last.code() != START,
                        "not START",
                        last == null ? "none" : Layer.TDISP.name(last.code()));
        boolean isStopped = run.tape().all(Layer.TDISP, STOP).size()
                >= run.tape().all(Layer.TDISP, START).size();
        check.on(5)
                .that(
                        "STOP_INTERFACE_REQUEST",
                        isStopped,
                        "one for each START",
                        run.tape().all(Layer.TDISP, STOP).size());
    }

    private static Said lastTdisp(Tape tape) {
        return tape.all().stream()
                .filter(said -> said.layer() == Layer.TDISP)
                .reduce((first, second) -> second)
                .orElse(null);
    }

    private static void confirmed(Check check, RequesterStand.Run run) {
        followed(check, 1, run.tape(), LOCK, List.of(START));
        followed(check, 2, run.tape(), START, List.of(STOP, LOCK));
    }

    /** Demands that the state is asked for between two requests. */
    private static void followed(Check check, int number, Tape tape, int code, List<Integer> ends) {
        List<Said> all = tape.all();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).is(Layer.TDISP, code)) {
                boolean isAsked = all.subList(i + 1, all.size()).stream()
                        .filter(said -> said.layer() == Layer.TDISP)
                        .takeWhile(said -> !ends.contains(said.code()))
                        .anyMatch(said -> said.code() == STATE);
                check.on(number).that("GET_DEVICE_INTERFACE_STATE", isAsked, "one", isAsked ? "one" : "none");
            }
        }
        required(check, tape, code);
    }

    /** Ends the case if a request never came. */
    private static void required(Check check, Tape tape, int code) {
        if (tape.all(Layer.TDISP, code).isEmpty()) {
            check.notApplicable("requests of type %02Xh".formatted(code), "none");
        }
    }

    private static void reported(Check check, RequesterStand.Run run) {
        for (List<Said> cycle : cycles(run.tape())) {
            int size = 0;
            int remainder = -1;
            for (Said said : cycle) {
                Bytes answer = said.response().orElse(Bytes.EMPTY);
                if (said.code() == REPORT && answer.size() > REMAINDER + 1) {
                    size += number(answer, PORTION);
                    remainder = number(answer, REMAINDER);
                }
            }
            check.on(1).that("REMAINDER_LENGTH before START", remainder == 0 && size > 0, 0, remainder);
        }
        required(check, run.tape(), START);
    }

    private static void reportedAgain(Check check, RequesterStand.Run run) {
        List<List<Said>> cycles = cycles(run.tape());
        if (cycles.size() < 2) {
            check.notApplicable("cycles of LOCK and START", cycles.size());
        }
        for (List<Said> cycle : cycles) {
            boolean isRead = cycle.stream().anyMatch(said -> said.code() == REPORT);
            check.on(1).that("GET_DEVICE_INTERFACE_REPORT after LOCK", isRead, "one", isRead ? "one" : "none");
        }
    }

    /** Returns what was said in TDISP from each LOCK to its START. */
    private static List<List<Said>> cycles(Tape tape) {
        List<List<Said>> cycles = new ArrayList<>();
        List<Said> open = new ArrayList<>();
        for (Said said : tape.all()) {
            if (said.is(Layer.TDISP, LOCK)) {
                open = new ArrayList<>();
            }
            if (said.is(Layer.TDISP, START)) {
                cycles.add(List.copyOf(open));
            }
            if (said.layer() == Layer.TDISP) {
                open.add(said);
            }
        }
        return cycles;
    }

    private static void oneSession(Check check, RequesterStand.Run run) {
        for (List<Said> cycle : cycles(run.tape())) {
            List<Long> sessions = cycle.stream().map(Said::session).distinct().toList();
            check.on(1).that("sessions from LOCK to START", sessions.size() == 1, "one", sessions.size());
        }
        required(check, run.tape(), START);
        List<Said> keys = run.tape().all(Layer.IDE_KM, KEY_PROG);
        List<Said> locks = run.tape().all(Layer.TDISP, LOCK);
        boolean isSame = locks.stream()
                .allMatch(lock -> keys.isEmpty() || keys.stream().anyMatch(key -> key.session() == lock.session()));
        check.on(2).that("session of LOCK", isSame, "that of KEY_PROG", isSame ? "so" : "another");
    }

    private static void flags(Check check, RequesterStand.Run run) {
        required(check, run.tape(), LOCK);
        int supported = run.tape()
                .last(Layer.TDISP, CAPABILITIES)
                .map(answer -> number(answer, SUPPORTED_FLAGS))
                .orElse(0);
        for (Said said : run.tape().all(Layer.TDISP, LOCK)) {
            int flags = number(said.request(), FLAGS);
            check.on(1)
                    .at(FLAGS)
                    .that(
                            "FLAGS",
                            (flags & ~supported) == 0,
                            "of %04Xh".formatted(supported),
                            "%04Xh".formatted(flags));
        }
    }

    private static void keys(Check check, RequesterStand.Run run) {
        List<Bytes> keys = run.tape().all(Layer.IDE_KM, KEY_PROG).stream()
                .map(said -> said.request().from(Math.min(KEY, said.request().size())))
                .toList();
        if (keys.isEmpty()) {
            check.notApplicable("KEY_PROG", "none");
        }
        long distinct = keys.stream().distinct().count();
        check.on(1).equal("distinct keys", (long) keys.size(), distinct);
        Predicate<Bytes> isFilled =
                key -> IntStream.range(0, key.size()).map(key::at).distinct().count() > 8;
        check.on(2)
                .that(
                        "keys",
                        keys.stream().allMatch(isFilled),
                        "as if drawn",
                        keys.stream().filter(isFilled).count());
    }

    private static void order(Check check, RequesterStand.Run run) {
        List<Said> started = run.tape().all(Layer.IDE_KM, K_SET_GO);
        if (started.isEmpty()) {
            check.notApplicable("K_SET_GO", "none");
        }
        for (int i = 0; i < started.size(); i++) {
            int sending = started.get(i).request().at(SUB_STREAM);
            if ((sending & TX) != 0) {
                boolean isLate = started.subList(0, i).stream()
                        .anyMatch(said -> said.request().at(SUB_STREAM) == (sending & ~TX));
                check.on(1)
                        .at(SUB_STREAM)
                        .that("K_SET_GO of Tx", isLate, "after that of Rx", isLate ? "so" : "before it");
            }
        }
    }

    private static int number(Bytes bytes, int offset) {
        return offset + 1 < bytes.size() ? bytes.at(offset) | bytes.at(offset + 1) << Byte.SIZE : 0;
    }
}
