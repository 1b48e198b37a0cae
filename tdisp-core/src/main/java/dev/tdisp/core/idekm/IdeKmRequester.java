package dev.tdisp.core.idekm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.ide.KeyDirection;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.ide.KeySlotState;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Keys a stream: the device's end by IDE_KM messages, the own end directly.
 *
 * <p>A wrong answer is an {@link IdeKmException}. If nobody answers while both ends are keyed, the stream is torn down at both:
 * the own end at once, the device's as far as it still answers. For one thread at a time.
 *
 * <pre>{@code
 * var requester = new IdeKmRequester(channel, env);
 * requester.query(0);
 * requester.programAll(0, rootPortStream, session, KeySet.K0);
 * requester.startAll(0, rootPortStream, KeySet.K0);
 * }</pre>
 */
public final class IdeKmRequester {
    private static final long FIRST_VALUE = 1;

    private final UnaryOperator<Bytes> channel;
    private final Env env;
    private final String name;
    private final String peer;
    private boolean isUnanswered;

    /**
     * Creates a requester with the usual names: it is the {@code tsm}, its peer the {@code device}.
     *
     * @param channel carries a request in a secured session, and brings the answer
     * @param env where keys and events come from and go to
     */
    public IdeKmRequester(UnaryOperator<Bytes> channel, Env env) {
        this(channel, env, "tsm", "device");
    }

    /**
     * Creates a requester.
     *
     * @param channel carries a request in a secured session, and brings the answer
     * @param env where keys and events come from and go to
     * @param name the own party, for events
     * @param peer the other party, for events
     */
    public IdeKmRequester(UnaryOperator<Bytes> channel, Env env, String name, String peer) {
        this.channel = channel;
        this.env = env;
        this.name = name;
        this.peer = peer;
    }

    /**
     * Asks for a port's identity and registers.
     *
     * @param portIndex the port
     * @return the answer; whether it is the expected function is for the caller to check
     * @throws IdeKmException if the answer is wrong
     */
    public QueryResp query(int portIndex) {
        var request = new Query(portIndex);
        QueryResp response = exchange(request, QueryResp.class);
        check(request, response.portIndex() == portIndex, "another port answered");
        check(request, response.maxPortIndex() >= portIndex, "the port index is above the maximum");
        return response;
    }

    /**
     * Brings a key into one slot of the device.
     *
     * @param portIndex the port
     * @param stream the stream
     * @param slot the slot, from the device's point of view
     * @param key the key; the caller destroys it
     * @throws IdeKmException if the device refuses it
     * @throws IllegalArgumentException if the key is zeros, which is never sent
     */
    public void program(int portIndex, StreamId stream, KeySlotId slot, IdeKey key) {
        if (key.isZero()) {
            throw new IllegalArgumentException("key: zeros are no secret");
        }
        var request = new KeyProg(stream, slot, portIndex, key);
        KpAck ack = exchange(request, KpAck.class);
        boolean isEcho =
                ack.stream().equals(stream) && ack.keySubStream() == slot.code() && ack.portIndex() == portIndex;
        check(request, isEcho, "the answer names another key");
        if (ack.status() != KpAckStatus.SUCCESS.code()) {
            Optional<KpAckStatus> status = KpAckStatus.of(ack.status());
            String word = status.map(KpAckStatus::name).orElse("undefined");
            throw new IdeKmException(
                    request.name(), "%s refused with status %d, %s".formatted(slot, ack.status(), word), status);
        }
    }

    /**
     * Starts a key of the device.
     *
     * @param portIndex the port
     * @param stream the stream
     * @param slot the slot, from the device's point of view
     * @throws IdeKmException if the answer is wrong
     */
    public void start(int portIndex, StreamId stream, KeySlotId slot) {
        var request = new KeySetGo(stream, slot, portIndex);
        checkEcho(request, exchange(request, KeySetAck.class), new KeySetAck(0, stream, 0, slot.code(), portIndex));
    }

    /**
     * Stops a key of the device.
     *
     * @param portIndex the port
     * @param stream the stream
     * @param slot the slot, from the device's point of view
     * @throws IdeKmException if the answer is wrong
     */
    public void stop(int portIndex, StreamId stream, KeySlotId slot) {
        var request = new KeySetStop(stream, slot, portIndex);
        checkEcho(request, exchange(request, KeySetAck.class), new KeySetAck(0, stream, 0, slot.code(), portIndex));
    }

    /**
     * Draws six keys and programs each into both ends of a stream, in opposite directions.
     *
     * @param portIndex the port of the device
     * @param local the own end of the stream
     * @param session the session that the channel uses
     * @param keySet the key set
     * @throws IdeKmException if the device refuses a key
     */
    public void programAll(int portIndex, IdeStream local, long session, KeySet keySet) {
        orTearDown(portIndex, local, () -> programEach(portIndex, local, session, keySet));
    }

    private void programEach(int portIndex, IdeStream local, long session, KeySet keySet) {
        for (KeySlotId slot : KeySlotId.of(keySet)) {
            IdeKey key = IdeKey.random(env.random());
            try {
                program(portIndex, local.id(), slot, key);
                local.program(session, slot.mirrored(), key, FIRST_VALUE);
            } finally {
                key.destroy();
            }
        }
    }

    /**
     * Starts the keys of a set at both ends: both receive before either transmits.
     *
     * @param portIndex the port of the device
     * @param local the own end of the stream
     * @param keySet the key set
     * @throws IdeKmException if the answer is wrong
     * @throws IllegalStateException if the own end lacks a key
     */
    public void startAll(int portIndex, IdeStream local, KeySet keySet) {
        orTearDown(portIndex, local, () -> startEach(portIndex, local, keySet));
    }

    private void startEach(int portIndex, IdeStream local, KeySet keySet) {
        for (KeyDirection direction : KeyDirection.values()) {
            for (KeySlotId slot : KeySlotId.of(keySet, direction)) {
                start(portIndex, local.id(), slot);
            }
            for (KeySlotId slot : KeySlotId.of(keySet, direction)) {
                if (!local.start(slot)) {
                    throw new IllegalStateException("%s was not programmed".formatted(slot));
                }
            }
        }
    }

    /**
     * Stops the keys of a set at both ends: neither transmits before either stops receiving.
     *
     * @param portIndex the port of the device
     * @param local the own end of the stream
     * @param keySet the key set
     * @throws IdeKmException if the answer is wrong
     */
    public void stopAll(int portIndex, IdeStream local, KeySet keySet) {
        orTearDown(portIndex, local, () -> stopEach(portIndex, local, keySet));
    }

    private void stopEach(int portIndex, IdeStream local, KeySet keySet) {
        for (KeyDirection direction : new KeyDirection[] {KeyDirection.TRANSMIT, KeyDirection.RECEIVE}) {
            for (KeySlotId slot : KeySlotId.of(keySet, direction)) {
                stop(portIndex, local.id(), slot);
                local.stop(slot);
            }
        }
    }

    /**
     * Replaces the keys of a secure stream without a gap: programs and starts the other set, then stops the old one.
     *
     * @param portIndex the port of the device
     * @param local the own end of the stream
     * @param session the session that the channel uses
     * @return the key set that is in use now
     * @throws IdeKmException if the device refuses
     */
    public KeySet refresh(int portIndex, IdeStream local, long session) {
        KeySlotId first = KeySlotId.of(KeySet.K0).get(0);
        KeySet old = local.slotState(first) == KeySlotState.ACTIVE ? KeySet.K0 : KeySet.K1;
        programAll(portIndex, local, session, old.other());
        startAll(portIndex, local, old.other());
        stopAll(portIndex, local, old);
        return old.other();
    }

    private void orTearDown(int portIndex, IdeStream local, Runnable work) {
        isUnanswered = false;
        try {
            work.run();
        } catch (RuntimeException e) {
            if (isUnanswered) {
                tearDown(portIndex, local);
            }
            throw e;
        }
    }

    /** Erases the keys of the own end, and asks the device to stop each of its own until it is silent again. */
    private void tearDown(int portIndex, IdeStream local) {
        StreamId stream = local.id();
        local.invalidate(IdeStreamEvent.DEVICE_POLICY);
        for (KeySlotId slot : KeySlotId.all()) {
            isUnanswered = false;
            try {
                stop(portIndex, stream, slot);
            } catch (RuntimeException e) {
                if (isUnanswered) {
                    return;
                }
            }
        }
    }

    private Bytes transfer(IdeKmMessage request) {
        isUnanswered = true;
        Bytes answer = channel.apply(request.encode());
        isUnanswered = answer.isEmpty();
        return answer;
    }

    private <T extends IdeKmMessage> T exchange(IdeKmMessage request, Class<T> expected) {
        IdeKmTrace.record(env, name, peer, request);
        Bytes answer = transfer(request);
        try {
            IdeKmMessage message = IdeKmMessage.decode(answer);
            check(request, expected.isInstance(message), "answered with " + message.name());
            return expected.cast(message);
        } catch (MalformedMessageException e) {
            throw new IdeKmException(request.name(), "answer is malformed: " + e.getMessage(), Optional.empty());
        }
    }

    private static void checkEcho(IdeKmMessage request, KeySetAck ack, KeySetAck expected) {
        boolean isEcho = ack.stream().equals(expected.stream())
                && ack.keySubStream() == expected.keySubStream()
                && ack.portIndex() == expected.portIndex();
        check(request, isEcho, "the answer names another key");
    }

    private static void check(IdeKmMessage request, boolean isRight, String problem) {
        if (!isRight) {
            throw new IdeKmException(request.name(), problem, Optional.empty());
        }
    }
}
