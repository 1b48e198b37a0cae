package dev.tdisp.device.wrong;

import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdispError;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.dsm.VendorInterceptor;
import dev.tdisp.spdm.vendor.VendorHandler;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Interceptors that make TDISP answers, or what the device gets to see, wrong. */
final class Tampering {
    private static final int ERROR = TdispError.CODE;
    private static final int HEADER = TdispHeader.SIZE;
    private static final int CODE = 1;
    private static final int FUNCTION_ID = 4;

    private Tampering() {}

    /** What a device does wrong with a TDISP request. */
    @FunctionalInterface
    interface Way {
        Optional<Bytes> answer(long session, Bytes request, VendorHandler device);
    }

    static VendorInterceptor tdisp(Way way) {
        return (protocol, session, request, device) -> protocol == VendorProtocol.TDISP && request.size() >= HEADER
                ? way.answer(session, request, device)
                : device.handle(session, request);
    }

    static boolean is(Bytes request, RequestCode code) {
        return request.at(CODE) == code.code();
    }

    static boolean isError(Bytes response) {
        return response.at(CODE) == ERROR;
    }

    /** Changes the good answers to a request. */
    static VendorInterceptor answer(RequestCode code, UnaryOperator<Bytes> change) {
        return tdisp((session, request, device) -> device.handle(session, request)
                .map(response -> is(request, code) && !isError(response) ? change.apply(response) : response));
    }

    /** Changes every answer, with a look at its request. */
    static VendorInterceptor everyAnswer(BiFunction<Bytes, Bytes, Bytes> change) {
        return tdisp((session, request, device) ->
                device.handle(session, request).map(response -> change.apply(request, response)));
    }

    /** Changes what the device gets to see of a request. */
    static VendorInterceptor request(RequestCode code, UnaryOperator<Bytes> change) {
        return tdisp((session, request, device) ->
                device.handle(session, is(request, code) ? change.apply(request) : request));
    }

    /** Answers a request with a good answer of its own when the device refuses it. */
    static VendorInterceptor insteadOfRefusal(RequestCode code, int errorCode, UnaryOperator<Bytes> own) {
        return everyAnswer((request, response) -> {
            boolean isRefused = is(request, code) && isError(response) && response.at(HEADER) == errorCode;
            return isRefused ? own.apply(request) : response;
        });
    }

    /** Asks the device for the state of the interface that a request is about; -1 if there is none. */
    static int state(long session, Bytes request, VendorHandler device) {
        Bytes asked = header(request, RequestCode.GET_DEVICE_INTERFACE_STATE.code());
        return device.handle(session, asked)
                .filter(answer -> !isError(answer))
                .map(answer -> answer.at(HEADER))
                .orElse(-1);
    }

    /** Refuses a request in a state. */
    static VendorInterceptor refusing(RequestCode code, int state, int errorCode) {
        return tdisp((session, request, device) -> {
            boolean isMeant = is(request, code) && state(session, request, device) == state;
            return isMeant ? Optional.of(error(request, errorCode)) : device.handle(session, request);
        });
    }

    static Bytes error(Bytes request, int errorCode) {
        return header(request, ERROR).plus(Bytes.filled(0, 8).with(0, errorCode));
    }

    /** Returns the header of a message with another code. */
    static Bytes header(Bytes message, int code) {
        return message.slice(0, HEADER).with(CODE, code);
    }

    static Bytes success(Bytes request, RequestCode code, Bytes payload) {
        return header(request, code.code() & ~0x80).plus(payload);
    }

    /** Returns the nonce that a START offers. */
    static Optional<Nonce> offered(Bytes request) {
        boolean isStart = is(request, RequestCode.START_INTERFACE_REQUEST) && request.size() == HEADER + Nonce.SIZE;
        return isStart ? Optional.of(Nonce.of(request.from(HEADER))) : Optional.empty();
    }

    /** Returns a message with another nonce behind its header. */
    static Bytes offering(Bytes request, Nonce nonce) {
        return request.slice(0, HEADER).plus(nonce.toBytes());
    }

    /** Returns the nonce that the good answer to a LOCK gives. */
    static Optional<Nonce> given(Bytes request, Bytes answer) {
        boolean isLocked = is(request, RequestCode.LOCK_INTERFACE_REQUEST) && !isError(answer);
        return isLocked ? Optional.of(Nonce.of(answer.slice(HEADER, HEADER + Nonce.SIZE))) : Optional.empty();
    }

    /** Keeps the nonces that the device gave, by interface, and may put the right one into START. */
    static final class Nonces {
        private final Map<Bytes, Nonce> current = new HashMap<>();
        private final Set<Nonce> given = new HashSet<>();

        /** Gives other nonces than it made, and takes these. */
        VendorInterceptor giving(UnaryOperator<Bytes> change) {
            return tdisp((session, request, device) -> {
                Bytes tdi = request.slice(FUNCTION_ID, HEADER);
                Bytes asked = offered(request)
                        .filter(nonce -> current.containsKey(tdi)
                                && changed(current.get(tdi), change).equals(nonce))
                        .map(nonce -> offering(request, current.get(tdi)))
                        .orElse(request);
                return device.handle(session, asked).map(answer -> {
                    Optional<Nonce> nonce = Tampering.given(request, answer);
                    nonce.ifPresent(fresh -> current.put(tdi, fresh));
                    return nonce.map(fresh -> offering(answer, changed(fresh, change)))
                            .orElse(answer);
                });
            });
        }

        private static Nonce changed(Nonce nonce, UnaryOperator<Bytes> change) {
            return Nonce.of(change.apply(nonce.toBytes()));
        }

        /** Takes any nonce that fits a condition for the right one. */
        VendorInterceptor takingThoseThat(Condition condition) {
            return tdisp((session, request, device) -> {
                Bytes tdi = request.slice(FUNCTION_ID, HEADER);
                Bytes asked = offered(request)
                        .filter(nonce -> current.containsKey(tdi)
                                && condition.holds(nonce, given.contains(nonce), current.containsValue(nonce)))
                        .map(nonce -> offering(request, current.get(tdi)))
                        .orElse(request);
                Optional<Bytes> response = device.handle(session, asked);
                response.flatMap(answer -> Tampering.given(request, answer)).ifPresent(nonce -> {
                    current.put(tdi, nonce);
                    given.add(nonce);
                });
                return response;
            });
        }
    }

    /** Tells which nonces are taken. */
    @FunctionalInterface
    interface Condition {
        boolean holds(Nonce offered, boolean wasEverGiven, boolean isCurrentSomewhere);
    }
}
