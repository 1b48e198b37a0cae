package dev.tdisp.lab.conformance.tdisp;

import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.Answer;
import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Scene;
import dev.tdisp.lab.conformance.SceneSession;
import dev.tdisp.lab.conformance.Tdi;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An interface that is asked what it must refuse, and what it must not have changed by that. */
final class Stage {
    static final String OK = "ok";

    private static final String REFUSED = "refused";
    private static final int WORD = 4;
    private static final int REQUEST_MAP = 20;

    final Scene scene;
    final Check check;
    final Tdi tdi;

    private Stage(Scene scene, Check check, Tdi tdi) {
        this.scene = scene;
        this.check = check;
        this.tdi = tdi;
    }

    /** The first interface, in the first session, not even greeted. */
    static Stage fresh(Scene scene, Check check) {
        return new Stage(scene, check, scene.tdi(scene.session()));
    }

    static Stage at(Scene scene, Check check, TdiState state) {
        Stage stage = fresh(scene, check);
        return state == TdiState.ERROR ? stage.toError() : stage.to(state);
    }

    Stage to(TdiState state) {
        if (state == TdiState.ERROR) {
            throw new IllegalArgumentException("state: see toError");
        }
        tdi.bring(state);
        return this;
    }

    /** Another interface or the same one in another session. */
    Stage with(Tdi other) {
        return new Stage(scene, check, other);
    }

    Stage in(SceneSession session) {
        return with(tdi.in(session));
    }

    /** Takes the stream's keys away, or, if that does not help, ends the session that locked. */
    Stage toError() {
        tdi.bring(TdiState.CONFIG_LOCKED);
        stopKey();
        if (tdi.state().equals(Optional.of(TdiState.ERROR))) {
            return this;
        }
        tdi.session().requesterSession().end();
        Tdi other = tdi.in(scene.anotherSession());
        other.expect(TdiState.ERROR);
        return with(other);
    }

    void stopKey() {
        scene.keys(tdi.session())
                .stop(scene.subject().stream(), KeySlotId.of(KeySet.K0).get(0));
        tdi.forgetKeys();
    }

    Answer ask(RequestCode request, Bytes payload) {
        return tdi.ask(request, payload);
    }

    Answer ask(RequestCode request) {
        return tdi.ask(request);
    }

    /** The requests that the device says it answers, the mandatory ones at least. */
    List<RequestCode> requests() {
        long map = ask(RequestCode.GET_TDISP_CAPABILITIES, payload(RequestCode.GET_TDISP_CAPABILITIES))
                .number(REQUEST_MAP, 2);
        return Group.REQUESTS.stream()
                .filter(request -> request.code() <= RequestCode.STOP_INTERFACE_REQUEST.code()
                        || map >= 0 && (map >> (request.code() & 0x7F) & 1) != 0)
                .toList();
    }

    /** What a well-formed request of this kind carries; with a nonce that starts nothing, and a stream that is nobody's. */
    Bytes payload(RequestCode request) {
        return switch (request) {
            case GET_TDISP_CAPABILITIES, SET_TDISP_CONFIG_REQUEST -> Bytes.filled(0, WORD);
            case LOCK_INTERFACE_REQUEST -> tdi.usualLock();
            case GET_DEVICE_INTERFACE_REPORT -> Bytes.fromHex("00000004");
            case START_INTERFACE_REQUEST -> Bytes.filled(0x5A, 32);
            case BIND_P2P_STREAM_REQUEST, UNBIND_P2P_STREAM_REQUEST -> Bytes.of((byte) 0x55);
            case SET_MMIO_ATTRIBUTE_REQUEST -> Bytes.filled(0, 16);
            case VDM_REQUEST -> Bytes.fromHex("0000");
            case GET_TDISP_VERSION, GET_DEVICE_INTERFACE_STATE, STOP_INTERFACE_REQUEST -> Bytes.EMPTY;
        };
    }

    /** The answer is of this outcome; others are legal or disputed. */
    Stage is(Answer answer, String expected, String... tolerated) {
        check.on(1).equalOr("outcome", expected, Set.of(tolerated), Reply.outcome(answer));
        return this;
    }

    Stage is(Answer answer, TdispErrorCode expected, TdispErrorCode... tolerated) {
        return is(
                answer,
                expected.name(),
                Arrays.stream(tolerated).map(Enum::name).toArray(String[]::new));
    }

    /** The answer is of one of these outcomes, which are all right. */
    Stage either(Answer answer, String... outcomes) {
        String observed = Reply.outcome(answer);
        check.on(1).that("outcome", Set.of(outcomes).contains(observed), String.join(" or ", outcomes), observed);
        return this;
    }

    /** A refusal, whatever its code, also one of SPDM's; that is what SPDM says for a message that TDISP drops. */
    Stage refused(Answer answer) {
        boolean isRefused = !Reply.outcome(answer).equals(OK) && answer.kind() != Answer.Kind.OTHER;
        check.on(1).equal("outcome", REFUSED, isRefused ? REFUSED : Reply.outcome(answer));
        return this;
    }

    /** A refusal with one code; any other refusal, also of SPDM, is a deviation. */
    Stage refused(Answer answer, TdispErrorCode expected) {
        String outcome = Reply.outcome(answer);
        boolean isOther = !outcome.equals(OK) && !outcome.equals(expected.name()) && answer.kind() != Answer.Kind.OTHER;
        if (isOther) {
            check.on(1).deviates("ERROR_CODE", expected.name(), outcome);
        } else {
            check.on(1).equal("outcome", expected.name(), outcome);
        }
        return this;
    }

    /** The state as the device tells it; ERROR behind a refusal is disputed. */
    Stage state(TdiState expected) {
        Set<TdiState> disputed = expected == TdiState.ERROR ? Set.of() : Set.of(TdiState.ERROR);
        return state(expected, disputed);
    }

    Stage exactly(TdiState expected) {
        return state(expected, Set.of());
    }

    private Stage state(TdiState expected, Set<TdiState> tolerated) {
        String observed = tdi.state().map(Enum::name).orElse("none told");
        Set<String> names = tolerated.stream().map(Enum::name).collect(Collectors.toSet());
        check.on(1).equalOr("TDI_STATE", expected.name(), names, observed);
        return this;
    }

    /** What was read before is read again, without a word of what it is. */
    Stage same(String what, Bytes before, Bytes after) {
        check.on(1).that(what, before.equals(after), "unchanged", before.equals(after) ? "unchanged" : "changed");
        return this;
    }

    Stage holds(String what, boolean holds, Object expected, Object observed) {
        check.on(1).that(what, holds, expected, observed);
        return this;
    }

    void each(String name, Runnable body) {
        check.combination(name, body);
    }
}
