package dev.tdisp.lab.conformance.requester;

import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.message.SpdmErrorCode;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Answers of devices that lie, stall or fall silent. */
final class Changes {
    private static final int HEADER = 16;
    private static final int TYPE = 1;
    private static final int ERROR = 0x7F;

    private Changes() {}

    /** Falls silent. */
    static Deviation.Change silence() {
        return (tape, request, honest) -> Optional.empty();
    }

    /** Changes the honest answer. */
    static Deviation.Change edit(UnaryOperator<Bytes> change) {
        return (tape, request, honest) -> Optional.of(honest.isEmpty() ? honest : change.apply(honest));
    }

    /** Sets a byte of the honest answer, counted from its end if the place is negative. */
    static Deviation.Change set(int place, int value) {
        return edit(honest -> {
            int index = place < 0 ? honest.size() + place : place;
            return index >= 0 && index < honest.size() ? honest.with(index, value) : honest;
        });
    }

    /** Turns a bit of the honest answer, counted from its end if the place is negative. */
    static Deviation.Change flip(int place) {
        return edit(honest -> {
            int index = place < 0 ? honest.size() + place : place;
            return index >= 0 && index < honest.size() ? honest.with(index, honest.at(index) ^ 1) : honest;
        });
    }

    /** Leaves bytes at the end out. */
    static Deviation.Change cut(int count) {
        return edit(honest -> honest.slice(0, Math.max(0, honest.size() - count)));
    }

    /** Puts bytes behind the honest answer. */
    static Deviation.Change longer(int count) {
        return edit(honest -> honest.plus(Bytes.filled(0, count)));
    }

    /** Answers by TDISP_ERROR. */
    static Deviation.Change tdispError(TdispErrorCode code) {
        return (tape, request, honest) -> Optional.of(error(request, code.code()));
    }

    /** Answers by nothing but a header of some type. */
    static Deviation.Change tdispType(int type) {
        return (tape, request, honest) -> Optional.of(
                (request.size() < HEADER ? Bytes.filled(0, HEADER) : request.slice(0, HEADER)).with(TYPE, type));
    }

    private static Bytes error(Bytes request, long code) {
        Bytes head = request.size() < HEADER ? Bytes.filled(0, HEADER) : request.slice(0, HEADER);
        Bytes number = Bytes.of((byte) code, (byte) (code >> 8), (byte) 0, (byte) 0);
        return Bytes.concat(head.with(TYPE, ERROR), number, Bytes.filled(0, Integer.BYTES));
    }

    /** Answers by ERROR of SPDM. */
    static Deviation.Change spdmError(SpdmErrorCode code) {
        return (tape, request, honest) ->
                Optional.of(Bytes.of((byte) request.at(0), (byte) ERROR, (byte) code.code(), (byte) 0));
    }

    /** Does something only once an interface was told to start. */
    static Deviation.Change onceStarted(Deviation.Change change) {
        return after(RequesterCases.START, change);
    }

    /** Does something only once an interface was told to lock. */
    static Deviation.Change onceLocked(Deviation.Change change) {
        return after(RequesterCases.LOCK, change);
    }

    private static Deviation.Change after(int code, Deviation.Change change) {
        return (tape, request, honest) ->
                tape.all(Layer.TDISP, code).isEmpty() ? Optional.of(honest) : change.answer(tape, request, honest);
    }

    /** Answers each request as the one before. */
    static Deviation.Change previous(Layer layer) {
        return (tape, request, honest) -> tape.last(layer).or(() -> Optional.of(honest));
    }
}
