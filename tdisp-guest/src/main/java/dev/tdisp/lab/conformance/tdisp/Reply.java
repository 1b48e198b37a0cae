package dev.tdisp.lab.conformance.tdisp;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispError;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.lab.conformance.Answer;
import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Tdi;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Judges an answer of TDISP field by field, from one clause of a case on. */
final class Reply {
    /** How many clauses a refusal has. */
    static final int REFUSAL = 5;

    private static final int VERSION = 0x10;
    private static final int TYPE_OFFSET = 1;
    private static final int ID_OFFSET = 4;
    private static final int ERROR_SIZE = 24;

    private final Check check;
    private final Tdi tdi;
    private final Answer answer;

    Reply(Check check, Tdi tdi, Answer answer) {
        this.check = check;
        this.tdi = tdi;
        this.answer = answer;
    }

    /** Three clauses: type, version, interface. */
    void header(int first, int type) {
        check.on(first).at(TYPE_OFFSET).equal("MessageType", RequestCode.nameOf(type), type(answer));
        check.on(first + 1).at(0).equal("TDISPVersion", hex(VERSION), hex(answer.number(0, 1)));
        check.on(first + 2).at(ID_OFFSET).equal("INTERFACE_ID", tdi.idBytes(), answer.piece(ID_OFFSET, Tdi.HEADER));
    }

    /** Four clauses: size and header of the response to a request. */
    void response(RequestCode request) {
        size(1, request.responseSize().minimum());
        header(2, request.responseCode());
    }

    void size(int clause, int size) {
        check.on(clause).equal("size", size, answer.size());
    }

    /** Five clauses: a refusal; other codes are legal as far as they are tolerated. */
    void refused(int first, TdispErrorCode expected, Set<TdispErrorCode> tolerated) {
        size(first, ERROR_SIZE);
        header(first + 1, TdispError.CODE);
        Set<String> names = tolerated.stream().map(Enum::name).collect(Collectors.toSet());
        check.on(first + REFUSAL - 1).at(Tdi.HEADER).equalOr("ERROR_CODE", expected.name(), names, outcome(answer));
    }

    /** One clause: the state as the device tells it now. */
    static void state(Check check, int clause, Tdi tdi, TdiState expected) {
        Optional<TdiState> observed = tdi.state();
        check.on(clause)
                .at(Tdi.HEADER)
                .equal("TDI_STATE", expected.name(), observed.map(Enum::name).orElse("none told"));
    }

    /** The same behind a refusal; that a refusal puts the interface in ERROR is disputed. */
    static void unchanged(Check check, int clause, Tdi tdi, TdiState expected) {
        String observed = tdi.state().map(Enum::name).orElse("none told");
        check.on(clause).at(Tdi.HEADER).equalOr("TDI_STATE", expected.name(), Set.of(TdiState.ERROR.name()), observed);
    }

    /** The type of a message by its name, or what came instead of one. */
    static String type(Answer answer) {
        return answer.isMessage() && answer.size() > TYPE_OFFSET
                ? RequestCode.nameOf(answer.bytes().at(TYPE_OFFSET))
                : answer.text();
    }

    /** The name of an error code, or {@code ok}, or what came instead of a message. */
    static String outcome(Answer answer) {
        if (answer.number(TYPE_OFFSET, 1) != TdispError.CODE) {
            return answer.isMessage() ? "ok" : answer.text();
        }
        long code = answer.number(Tdi.HEADER, Integer.BYTES);
        return Arrays.stream(TdispErrorCode.values())
                .filter(each -> each.code() == code)
                .map(Enum::name)
                .findFirst()
                .orElse(hex(code));
    }

    static String hex(long value) {
        return value < 0 ? "none" : "%02Xh".formatted(value);
    }
}
