package dev.tdisp.lab.conformance.requester;

import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.Scene;
import dev.tdisp.lab.conformance.requester.RequesterSubject.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * A requester meets a device that is not as it must be, in one or more ways.
 *
 * @param id the case
 * @param title what it is about
 * @param expect what the requester has to do
 * @param deviations what the device does otherwise, one attach for each
 */
record HostileCase(String id, String title, Expect expect, List<Deviation> deviations) {
    private static final int LIMIT = 2000;
    private static final int LOCK_RESPONSE = 0x03;
    private static final int END_SESSION = 0xEC;
    private static final int GET_VERSION = 0x84;

    static HostileCase of(String id, String title, Expect expect, Deviation... deviations) {
        return new HostileCase(id, title, expect, List.of(deviations));
    }

    ConformanceCase toCase(Clauses clauses) {
        return ConformanceCase.of(id, title, clauses, this::run);
    }

    private void run(Scene scene, Check check) {
        List<String> unasked = new ArrayList<>();
        for (Deviation deviation : deviations) {
            check.combination(deviation.name(), () -> {
                var stand = (RequesterStand) scene.subject();
                RequesterStand.Run run = stand.run(scene, deviation, scene.seed(), 1);
                if (run.tape().isDeviated()) {
                    judge(check, run);
                } else {
                    unasked.add(deviation.name());
                }
            });
        }
        if (check.assertions().isEmpty()) {
            check.notApplicable("what the requester never asked for", unasked);
        }
    }

    private void judge(Check check, RequesterStand.Run run) {
        Outcome outcome = run.outcome();
        int count = run.tape().afterwards().size();
        boolean isCalm = outcome.kind() != Outcome.Kind.CRASHED && count <= LIMIT;
        String observed = "%s after %d messages more: %s".formatted(outcome.kind(), count, outcome.reason());
        check.on(1)
                .that("the end", isCalm, "an orderly one, after no more than %d messages".formatted(LIMIT), observed);
        switch (expect) {
            case SURVIVED -> {}
            case TOLERATED -> outcome(check, outcome, Outcome.Kind.ACCEPTED);
            case TOLD -> outcome(check, outcome, Outcome.Kind.REFUSED);
            case STOPPED -> {
                outcome(check, outcome, Outcome.Kind.REFUSED);
                letGo(check, 3, run.tape());
            }
            case REFUSED -> {
                outcome(check, outcome, Outcome.Kind.REFUSED);
                letGo(check, 3, run.tape());
                boolean isStarted =
                        run.tape().afterwards().stream().anyMatch(said -> said.is(Layer.TDISP, RequesterCases.START));
                check.on(4).that("START_INTERFACE_REQUEST", !isStarted, "none afterwards", isStarted ? "one" : "none");
            }
        }
    }

    private static void outcome(Check check, Outcome outcome, Outcome.Kind wanted) {
        boolean isRight = outcome.kind() == wanted;
        if (outcome.kind() == Outcome.Kind.UNKNOWN) {
            check.on(2).noting("the requester does not say").that("outcome", true, wanted, outcome.kind());
        } else {
            check.on(2).that("outcome", isRight, wanted, "%s: %s".formatted(outcome.kind(), outcome.reason()));
        }
    }

    private static void letGo(Check check, int number, Tape tape) {
        boolean isLocked = tape.before().stream()
                .anyMatch(said -> said.is(Layer.TDISP, RequesterCases.LOCK)
                        && said.response()
                                .filter(answer -> Layer.TDISP.code(answer) == LOCK_RESPONSE)
                                .isPresent());
        boolean isLeft = tape.afterwards().stream()
                .anyMatch(said -> said.is(Layer.TDISP, RequesterCases.STOP)
                        || said.is(Layer.SPDM, END_SESSION)
                        || said.is(Layer.SPDM, GET_VERSION));
        boolean isLost = tape.isSilenced();
        String observed = isLocked ? isLeft ? "let go" : isLost ? "lost with the session" : "kept" : "not locked";
        String expected = "STOP, or the end of the session";
        check.on(number).that("what was locked", !isLocked || isLeft || isLost, expected, observed);
    }
}
