package dev.tdisp.core.tdi;

import dev.tdisp.core.env.EntropyException;
import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of one interface, and the only place where it changes: as {@link TdiTransitions} says.
 *
 * <p>Holds what lives and dies with the state: the nonce (from LOCK until START, or until CONFIG_LOCKED is left in
 * another way; section 11.3.9), what the lock bound, and the peer-to-peer streams. Requests come from the responder,
 * events from the device. For one thread at a time.
 *
 * <pre>{@code
 * var machine = new TdiStateMachine("device/0000:01:00.1", Set.of(), Env.seeded(1));
 * machine.lock(binding, nonce);
 * machine.on(TdiEvent.BAR_MODIFIED, "BAR0");
 * machine.state(); // ERROR
 * }</pre>
 */
public final class TdiStateMachine {
    private static final String MACHINE = "TDI";
    private static final Runnable NOTHING = () -> {};

    private final String name;
    private final Set<TdispSwitch> switches;
    private final Set<TdiEvent> ignored = EnumSet.noneOf(TdiEvent.class);
    private final Env env;
    private final List<TdiStateListener> listeners = new ArrayList<>();
    private final Set<Integer> p2pStreams = new TreeSet<>();
    private TdiState state = TdiState.CONFIG_UNLOCKED;
    private @Nullable Nonce nonce;
    private @Nullable LockBinding binding;
    private Bytes report = Bytes.EMPTY;
    private boolean isDisturbed;

    /**
     * Creates the machine of an interface in CONFIG_UNLOCKED.
     *
     * @param name the interface's name in traces, for example {@code device/0000:01:00.1}
     * @param switches what is on
     * @param env time, randomness and trace
     */
    public TdiStateMachine(String name, Set<TdispSwitch> switches, Env env) {
        this.name = name;
        this.switches = EnumSet.noneOf(TdispSwitch.class);
        this.switches.addAll(switches);
        this.env = env;
    }

    /**
     * Returns the interface's name in traces.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the state.
     *
     * @return the state now
     */
    public TdiState state() {
        return state;
    }

    /**
     * Tells whether a nonce is stored.
     *
     * @return true in CONFIG_LOCKED, and otherwise only if a switch keeps nonces
     */
    public boolean hasNonce() {
        return nonce != null;
    }

    /**
     * Returns what the last lock bound.
     *
     * @return the binding; nothing in CONFIG_UNLOCKED, and without use in ERROR
     */
    public Optional<LockBinding> binding() {
        return Optional.ofNullable(binding);
    }

    /**
     * Returns the report of the last lock, as far as it may still be known.
     *
     * @return the body; empty if there is none
     */
    public Bytes report() {
        return report;
    }

    /**
     * Returns the peer-to-peer streams bound to the interface.
     *
     * @return their ids, in order
     */
    public Set<Integer> p2pStreams() {
        return Collections.unmodifiableSet(p2pStreams);
    }

    /**
     * Tells whether firmware must not be updated for the sake of this interface (section 11.3.8).
     *
     * @return true while it is locked with NO_FW_UPDATE
     */
    public boolean forbidsFirmwareUpdate() {
        return state.isLocked()
                && binding != null
                && binding.parameters().flags().has(LockFlag.NO_FW_UPDATE);
    }

    /**
     * Adds a listener, told behind those added before.
     *
     * @param listener who wants to know of changes
     */
    public void addListener(TdiStateListener listener) {
        listeners.add(listener);
    }

    /**
     * Tells whether the state alone refuses a request (step 7 of the order of checks).
     *
     * @param request the request
     * @return the error, or nothing if it depends on what the request carries, or is legal
     */
    public Optional<TdispErrorCode> refusal(RequestCode request) {
        var row = row(request, true);
        return row.isRefused() ? row.refusal() : Optional.empty();
    }

    /**
     * Answers a request whose condition is not met, or that the state refuses.
     *
     * @param request the request
     * @return the error of the table, or nothing if the failed check names it
     */
    public Optional<TdispErrorCode> refuse(RequestCode request) {
        var row = row(request, false);
        if (!row.isRefused()) {
            throw new IllegalStateException("%s is legal in %s".formatted(request, state));
        }
        apply(row, request.name(), NOTHING);
        return row.refusal();
    }

    /**
     * Enters CONFIG_LOCKED (section 11.3.9). The configuration is locked and tracked already.
     *
     * @param bound what the lock binds
     * @param fresh the nonce of this lock; the machine keeps a copy of its own
     * @throws IllegalStateException if the state is not CONFIG_UNLOCKED
     */
    public void lock(LockBinding bound, Nonce fresh) {
        var row = row(RequestCode.LOCK_INTERFACE_REQUEST, true);
        if (row.isRefused()) {
            throw new IllegalStateException("LOCK_INTERFACE_REQUEST in " + state);
        }
        destroyNonce();
        nonce = fresh.copy();
        binding = bound;
        report = bound.report();
        apply(row, RequestCode.LOCK_INTERFACE_REQUEST.name(), NOTHING);
    }

    /**
     * Enters CONFIG_LOCKED, unless an event that ends a lock comes while the device locks the configuration.
     *
     * @param work what locks the configuration, and says what that binds
     * @param fresh the nonce of this lock; the machine keeps a copy of its own
     * @return true if the interface is locked
     * @throws IllegalStateException if the state is not CONFIG_UNLOCKED
     */
    public boolean lock(Supplier<LockBinding> work, Nonce fresh) {
        isDisturbed = false;
        LockBinding bound = work.get();
        if (!isDisturbed) {
            lock(bound, fresh);
        }
        return !isDisturbed;
    }

    /**
     * Enters RUN if the nonce is right (section 11.3.14). A right nonce is destroyed before anything else happens.
     *
     * @param offered the nonce of the request
     * @param makeOperational what the device does before the interface runs; if it throws, the interface is in ERROR
     * @return the error, or nothing if the interface runs
     */
    public Optional<TdispErrorCode> start(Nonce offered, Runnable makeOperational) {
        boolean isRight = nonce != null && nonce.matches(offered);
        var row = row(RequestCode.START_INTERFACE_REQUEST, isRight);
        return apply(row, RequestCode.START_INTERFACE_REQUEST.name(), makeOperational);
    }

    /**
     * Enters CONFIG_UNLOCKED (section 11.3.16).
     *
     * @param scrub what the device does before the interface is unlocked; not run if it is unlocked already; if it
     *     throws, the interface is in ERROR
     * @return the error, which only a switch can bring, or nothing
     */
    public Optional<TdispErrorCode> stop(Runnable scrub) {
        var row = row(RequestCode.STOP_INTERFACE_REQUEST, true);
        return apply(row, RequestCode.STOP_INTERFACE_REQUEST.name(), scrub);
    }

    /**
     * Does what GET_TDISP_VERSION does to the state: nothing, unless a switch says otherwise.
     *
     * @param scrub what the device does before the interface is unlocked
     */
    public void versionAsked(Runnable scrub) {
        apply(row(RequestCode.GET_TDISP_VERSION, true), RequestCode.GET_TDISP_VERSION.name(), scrub);
    }

    /**
     * Notes that a peer-to-peer stream is bound, until it is unbound or the binding is released.
     *
     * @param streamId the stream
     * @throws IllegalStateException if the state is not RUN
     */
    public void bindP2pStream(int streamId) {
        if (state != TdiState.RUN) {
            throw new IllegalStateException("BIND_P2P_STREAM_REQUEST in " + state);
        }
        p2pStreams.add(streamId);
    }

    /**
     * Notes that a peer-to-peer stream is no longer bound.
     *
     * @param streamId the stream
     */
    public void unbindP2pStream(int streamId) {
        p2pStreams.remove(streamId);
    }

    /**
     * Takes an event.
     *
     * @param event what happened
     * @return true if the state changed
     */
    public boolean on(TdiEvent event) {
        return on(event, "");
    }

    /**
     * Takes an event. Before one that ends in CONFIG_UNLOCKED the device has cleared all TVM data.
     *
     * @param event what happened
     * @param detail what exactly, for the trace; perhaps empty
     * @return true if the state changed
     */
    public boolean on(TdiEvent event, String detail) {
        if (ignored.contains(event)) {
            return false;
        }
        isDisturbed |=
                TdiTransitions.of(event, TdiState.CONFIG_LOCKED, switches).isMove();
        var row = TdiTransitions.of(event, state, switches);
        String sentence = event.id() + " " + event.sentence();
        apply(row, detail.isEmpty() ? sentence : sentence + ": " + detail, NOTHING);
        return row.isMove();
    }

    /**
     * Makes the machine deaf to an event, as that of a device which forgot about it.
     *
     * @param event the event
     */
    public void ignore(TdiEvent event) {
        ignored.add(event);
    }

    /** Does what an error reply does to the state: nothing, unless a switch says otherwise. */
    public void errorReplied() {
        if (switches.contains(TdispSwitch.ERROR_REPLY_MOVES_TO_ERROR) && state != TdiState.ERROR) {
            destroyNonce();
            enter(TdiState.ERROR, "TDISP_ERROR was sent", "11.3.24", session());
        }
    }

    private TdiTransition<RequestCode> row(RequestCode request, boolean met) {
        return TdiTransitions.of(request, state, met, switches);
    }

    private Optional<TdispErrorCode> apply(TdiTransition<?> row, String cause, Runnable work) {
        OptionalLong session = session();
        forget(row);
        if (row.has(TdiEffect.MADE_OPERATIONAL) || row.has(TdiEffect.SCRUBBED)) {
            run(work);
        }
        if (row.has(TdiEffect.MADE_OPERATIONAL) && state != row.from()) {
            return Optional.of(TdispErrorCode.INVALID_INTERFACE_STATE);
        }
        if (row.has(TdiEffect.BINDING_RELEASED)) {
            binding = null;
            p2pStreams.clear();
        }
        enter(row.to(), cause, row.clause(), session);
        return row.refusal();
    }

    /** Runs the device's part of a change. A device that fails half way has lost the interface: E34. */
    private void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            on(TdiEvent.DSM_FAILED, e.getClass().getSimpleName());
            throw e;
        }
    }

    private void forget(TdiTransition<?> row) {
        if (row.has(TdiEffect.NONCE_DESTROYED)) {
            destroyNonce();
        }
        if (row.has(TdiEffect.NONCE_OVERWRITTEN)) {
            overwriteNonce();
        }
        if (row.has(TdiEffect.REPORT_FORGOTTEN)) {
            report = Bytes.EMPTY;
        }
    }

    private void overwriteNonce() {
        destroyNonce();
        try {
            nonce = Nonce.random(env.random());
        } catch (EntropyException e) {
            // then there is no nonce, which nobody knows either
        }
    }

    private void destroyNonce() {
        if (nonce != null) {
            nonce.destroy();
            nonce = null;
        }
    }

    /** The session that locked the interface, for the trace. */
    private OptionalLong session() {
        return binding == null ? OptionalLong.empty() : OptionalLong.of(binding.sessionId());
    }

    private void enter(TdiState to, String cause, String clause, OptionalLong session) {
        if (state == to) {
            return;
        }
        TdiState from = state;
        state = to;
        if (env.trace().isEnabled()) {
            env.trace()
                    .record(new TraceEvent.StateChange(
                            env.clock().instant(),
                            name,
                            MACHINE,
                            from.name(),
                            to.name(),
                            cause,
                            "section " + clause,
                            session));
        }
        for (TdiStateListener listener : List.copyOf(listeners)) {
            listener.stateChanged(this, from, to, cause);
        }
    }

    @Override
    public String toString() {
        return name + " " + state;
    }
}
