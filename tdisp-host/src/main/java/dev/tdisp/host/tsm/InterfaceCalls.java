package dev.tdisp.host.tsm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.requester.RequesterOptions;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.host.tsm.TsmException.Reason;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the security manager asks of one interface, and never guesses: if the answer to a request that changes something is
 * lost, the interface is asked for its state (section 11.3.12). What it says then is what
 * became of the request; if it says nothing either, the state is unknown.
 */
final class InterfaceCalls {
    private static final int STOPS = 2;

    private final FunctionId function;
    private final DeviceLink link;
    private final TdispRequester requester;

    InterfaceCalls(FunctionId function, DeviceLink link, Env env) {
        this.function = function;
        this.link = link;
        this.requester =
                new TdispRequester(link.session()::tdisp, InterfaceId.of(function), RequesterOptions.DEFAULT, env);
    }

    /** Asks, again if the device is busy. */
    <T> T ask(String what, Function<TdispRequester, T> exchange) {
        return link.ask(() -> guarded(what, () -> exchange.apply(requester)));
    }

    TdiState state() {
        return ask("state", TdispRequester::state);
    }

    /** Locks. If that fails, the interface is seen to be unlocked again; STATE_UNKNOWN if nobody can tell. */
    Nonce lock(LockParameters parameters) {
        try {
            return ask("lock", known -> known.lock(parameters));
        } catch (TsmException e) {
            if (!settle()) {
                throw unknown("lock", e);
            }
            throw e;
        }
    }

    /**
     * Starts. If the answer is lost, the state decides: in RUN it has happened, in CONFIG_LOCKED it has not and can be tried
     * again; STATE_UNKNOWN if nobody can tell. A wrong answer is not a lost one: it is refused.
     */
    void start(Nonce nonce) {
        try {
            ask("start", known -> {
                known.start(nonce);
                return TdiState.RUN;
            });
        } catch (TsmException e) {
            if (e.reason() != Reason.DEVICE_SILENT) {
                throw e;
            }
            TdiState state = tryState().orElseThrow(() -> unknown("start", e));
            if (state != TdiState.RUN) {
                throw e;
            }
        }
    }

    /** Sees that the interface is unlocked, whoever locked it; false if the device did not say so. */
    boolean settle() {
        Optional<TdiState> state = tryState();
        boolean isLeft =
                state.filter(present -> present == TdiState.CONFIG_UNLOCKED).isPresent();
        return isLeft || state.isPresent() && stop();
    }

    /** Stops; if the answer is lost, the state decides. False if the device did not say that it is unlocked. */
    boolean stop() {
        for (int i = 0; i < STOPS; i++) {
            if (tryStop()) {
                return true;
            }
            Optional<TdiState> state = tryState();
            if (state.isEmpty() || state.get() == TdiState.CONFIG_UNLOCKED) {
                return state.isPresent();
            }
        }
        return false;
    }

    private boolean tryStop() {
        try {
            return ask("stop", known -> {
                known.stop();
                return true;
            });
        } catch (TsmException e) {
            return false;
        }
    }

    private Optional<TdiState> tryState() {
        try {
            return Optional.of(state());
        } catch (TsmException e) {
            return Optional.empty();
        }
    }

    private TsmException unknown(String what, TsmException cause) {
        return new TsmException(Reason.STATE_UNKNOWN, "%s after %s".formatted(function, what), cause);
    }

    /** Tells whether the device itself said that it did not do what was asked. */
    static boolean isRefusal(TsmException e) {
        return e.reason() == Reason.DEVICE_BUSY
                || e.getCause() instanceof TdispException refusal
                        && refusal.response().isPresent();
    }

    private static <T> T guarded(String what, Supplier<T> exchange) {
        try {
            return exchange.get();
        } catch (TdispException e) {
            boolean isBusy =
                    e.error().filter(code -> code == TdispErrorCode.BUSY).isPresent();
            throw new TsmException(isBusy ? Reason.DEVICE_BUSY : Reason.DEVICE_REFUSED, what, e);
        }
    }
}
