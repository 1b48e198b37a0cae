package dev.tdisp.lab.conformance;

import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.Optional;

/** One interface of a subject, asked in one session with messages of TDISP, also such as no requester sends. */
public final class Tdi {
    /** The bytes in front of each payload. */
    public static final int HEADER = 16;

    private static final int VERSION_1_0 = 0x10;
    private static final int TYPE = 1;
    private static final int NONCE_END = 48;
    private static final int LONGEST_REPORT = 0xFFFF;
    private static final int PORTION = 0x400;
    private static final int PORTION_OFFSET = 20;
    private static final int CAPABILITIES_FLAGS = 36;

    private final Scene scene;
    private final SceneSession session;
    private final InterfaceId id;
    private boolean isKeyed;
    private Bytes nonce = Bytes.EMPTY;

    Tdi(Scene scene, SceneSession session, InterfaceId id) {
        this.scene = scene;
        this.session = session;
        this.id = id;
    }

    /**
     * Returns the name of the interface.
     *
     * @return INTERFACE_ID of every request
     */
    public InterfaceId id() {
        return id;
    }

    /**
     * Returns the session in which it is asked.
     *
     * @return the session
     */
    public SceneSession session() {
        return session;
    }

    /**
     * Returns the same interface, asked in another session.
     *
     * @param other the session
     * @return knowing no nonce
     */
    public Tdi in(SceneSession other) {
        return new Tdi(scene, other, id);
    }

    /**
     * Returns INTERFACE_ID as it is on the wire.
     *
     * @return 12 bytes
     */
    public Bytes idBytes() {
        return header(0).slice(4, HEADER);
    }

    /**
     * Composes a request.
     *
     * @param code MessageType
     * @param payload what follows the header
     * @return the whole message
     */
    public Bytes message(int code, Bytes payload) {
        return header(code).plus(payload);
    }

    private Bytes header(int code) {
        var out = WireWriter.create();
        out.u8("TDISPVersion", VERSION_1_0);
        out.u8("MessageType", code);
        out.u16("Reserved", 0);
        out.u32("FUNCTION_ID", id.functionId());
        out.u64("Reserved", id.reserved());
        return out.toBytes();
    }

    /**
     * Sends a message as it is.
     *
     * @param message its bytes
     * @return what came back
     */
    public Answer send(Bytes message) {
        return session.ask(VendorProtocol.TDISP, message);
    }

    /**
     * Sends a request.
     *
     * @param request which
     * @param payload what follows the header
     * @return what came back
     */
    public Answer ask(RequestCode request, Bytes payload) {
        return send(message(request.code(), payload));
    }

    /**
     * Sends a request without a payload.
     *
     * @param request which
     * @return what came back
     */
    public Answer ask(RequestCode request) {
        return ask(request, Bytes.EMPTY);
    }

    /**
     * Composes LOCK_INTERFACE_REQUEST.
     *
     * @param flags FLAGS
     * @param stream the default stream
     * @param offset MMIO_REPORTING_OFFSET
     * @return the payload
     */
    public static Bytes lockPayload(LockFlags flags, int stream, long offset) {
        var out = WireWriter.create();
        out.u16("FLAGS", flags.bits());
        out.u8("DEFAULT_STREAM_ID", stream);
        out.u8("Reserved", 0);
        out.u64("MMIO_REPORTING_OFFSET", offset);
        out.u64("BIND_P2P_ADDRESS_MASK", 0);
        return out.toBytes();
    }

    /**
     * Composes the lock that the suite usually asks for: all flags that the device supports, and an offset.
     *
     * @return the payload
     */
    public Bytes usualLock() {
        Answer capabilities = ask(RequestCode.GET_TDISP_CAPABILITIES, Bytes.filled(0, 4));
        long flags = Math.max(0, capabilities.number(CAPABILITIES_FLAGS, 2));
        return lockPayload(new LockFlags((int) flags), scene.subject().stream().value(), 0xD000_0000L);
    }

    /**
     * Asks for a portion of the report.
     *
     * @param offset OFFSET
     * @param length LENGTH
     * @return what came back
     */
    public Answer portion(int offset, int length) {
        var out = WireWriter.create();
        out.u16("OFFSET", offset);
        out.u16("LENGTH", length);
        return ask(RequestCode.GET_DEVICE_INTERFACE_REPORT, out.toBytes());
    }

    /**
     * Reads the whole report.
     *
     * @return its bytes
     * @throws SetupException if a portion is not given, or the report does not end
     */
    public Bytes report() {
        Bytes report = Bytes.EMPTY;
        long remainder;
        do {
            Answer answer = portion(report.size(), PORTION);
            long size = answer.number(HEADER, 2);
            remainder = answer.number(HEADER + 2, 2);
            boolean isPortion = answer.number(TYPE, 1) == RequestCode.GET_DEVICE_INTERFACE_REPORT.responseCode();
            if (!isPortion || size <= 0 || remainder < 0 || report.size() + size > LONGEST_REPORT) {
                throw new SetupException("report: no portion at %d: %s".formatted(report.size(), answer.text()));
            }
            report = report.plus(answer.piece(PORTION_OFFSET, PORTION_OFFSET + (int) size));
        } while (remainder > 0);
        return report;
    }

    /**
     * Asks for the state.
     *
     * @return the state, or nothing if the answer tells none
     */
    public Optional<TdiState> state() {
        Answer answer = ask(RequestCode.GET_DEVICE_INTERFACE_STATE);
        boolean isState = answer.number(TYPE, 1) == RequestCode.GET_DEVICE_INTERFACE_STATE.responseCode();
        return isState ? TdiState.of((int) answer.number(HEADER, 1)) : Optional.empty();
    }

    /**
     * Returns the nonce of the last lock.
     *
     * @return 32 bytes, or none before it
     */
    public Bytes nonce() {
        return nonce;
    }

    /** Agrees on the version. */
    public void version() {
        require(RequestCode.GET_TDISP_VERSION, Bytes.EMPTY);
    }

    /** Agrees on the version, and asks for the capabilities. */
    public void greet() {
        version();
        require(RequestCode.GET_TDISP_CAPABILITIES, Bytes.filled(0, 4));
    }

    /** Gives the default stream its keys in this session, once. */
    public void secure() {
        if (!isKeyed) {
            scene.keys(session).secure();
            isKeyed = true;
        }
    }

    /** Knows that the default stream lost its keys: {@link #secure} is to bring new ones. */
    public void forgetKeys() {
        isKeyed = false;
    }

    /** Asks for the usual lock, and keeps its nonce. */
    public void lock() {
        lock(usualLock());
    }

    /**
     * Locks, and keeps the nonce.
     *
     * @param payload of LOCK_INTERFACE_REQUEST
     * @throws SetupException if the subject refuses
     */
    public void lock(Bytes payload) {
        nonce = require(RequestCode.LOCK_INTERFACE_REQUEST, payload).piece(HEADER, NONCE_END);
    }

    /** Starts with the nonce of the last lock. */
    public void start() {
        require(RequestCode.START_INTERFACE_REQUEST, nonce);
    }

    /** Stops. */
    public void stop() {
        require(RequestCode.STOP_INTERFACE_REQUEST, Bytes.EMPTY);
    }

    /**
     * Brings an interface to a state from whatever it is in, and reads that state back.
     *
     * @param state CONFIG_UNLOCKED, CONFIG_LOCKED or RUN
     * @throws SetupException if that state is not reached
     */
    public void bring(TdiState state) {
        greet();
        if (!state().equals(Optional.of(TdiState.CONFIG_UNLOCKED))) {
            stop();
        }
        if (state != TdiState.CONFIG_UNLOCKED) {
            secure();
            lock();
        }
        if (state == TdiState.RUN) {
            start();
        }
        expect(state);
    }

    /**
     * Reads the state back.
     *
     * @param state what it must be
     * @throws SetupException if it is another one
     */
    public void expect(TdiState state) {
        Optional<TdiState> observed = state();
        if (!observed.equals(Optional.of(state))) {
            throw new SetupException(
                    "state: %s, not %s".formatted(observed.map(Enum::name).orElse("none told"), state));
        }
    }

    private Answer require(RequestCode request, Bytes payload) {
        Answer answer = ask(request, payload);
        boolean isRight = answer.number(TYPE, 1) == request.responseCode()
                && answer.size() >= request.responseSize().minimum();
        if (!isRight) {
            throw new SetupException("%s: %s".formatted(request, describe(answer)));
        }
        return answer;
    }

    private static String describe(Answer answer) {
        boolean isError = answer.number(TYPE, 1) == 0x7F;
        return isError ? "TDISP_ERROR %Xh".formatted(answer.number(HEADER, 4)) : answer.text();
    }

    /** Unlocks, and says what it is in if not that. */
    Optional<String> leave() {
        if (!session.isAlive()) {
            return Optional.empty();
        }
        Optional<TdiState> before = state();
        if (before.equals(Optional.of(TdiState.CONFIG_UNLOCKED))) {
            return Optional.empty();
        }
        ask(RequestCode.STOP_INTERFACE_REQUEST);
        Optional<TdiState> after = state();
        boolean isUnlocked = after.equals(Optional.of(TdiState.CONFIG_UNLOCKED));
        return isUnlocked
                ? Optional.empty()
                : Optional.of("the interface is left in %s"
                        .formatted(after.map(Enum::name).orElse("no known state")));
    }
}
