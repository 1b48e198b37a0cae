package dev.tdisp.core.idekm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Answers IDE_KM for the ports of a device.
 *
 * <p>The first session that queries or programs owns the keys until it ends. For one thread at a time.
 *
 * <pre>{@code
 * var responder = new IdeKmResponder(List.of(port), registers, "tsm", env);
 * Optional<Bytes> response = responder.handle(session, request);
 * responder.sessionEnded(session);
 * }</pre>
 */
public final class IdeKmResponder {
    private static final long FIRST_VALUE = 1;

    private final List<IdePort> ports;
    private final IdeKmRegisters registers;
    private final String peer;
    private final Env env;
    private final IdeProfile profile;
    private OptionalLong owner = OptionalLong.empty();

    /**
     * Creates a responder.
     *
     * @param ports the ports by index, at least one; the first one's profile counts
     * @param registers what QUERY_RESP tells
     * @param peer the other party, for events
     * @param env time and trace
     */
    public IdeKmResponder(List<IdePort> ports, IdeKmRegisters registers, String peer, Env env) {
        this.ports = List.copyOf(ports);
        this.registers = registers;
        this.peer = peer;
        this.env = env;
        this.profile = this.ports.get(0).profile();
    }

    /**
     * Returns the session that owns the keys.
     *
     * @return the session, or nothing if any may become the owner
     */
    public OptionalLong owner() {
        return owner;
    }

    /**
     * Answers a request.
     *
     * @param session the secured session it came by
     * @param request the message without the protocol ID
     * @return the answer, or nothing for a request that IDE_KM leaves unanswered
     */
    public Optional<Bytes> handle(long session, Bytes request) {
        if (request.isEmpty()) {
            return Optional.empty();
        }
        Optional<IdeKmMessage> response = isForeign(session)
                ? refuseForeign(request)
                : decode(request).map(message -> answer(session, message)).orElseGet(() -> refuseSize(request));
        response.ifPresent(message -> IdeKmTrace.record(env, ports.get(0).name(), peer, message));
        return response.map(IdeKmMessage::encode);
    }

    /**
     * Notes that a session ended: its keys go, and another may become the owner.
     *
     * @param session the session
     */
    public void sessionEnded(long session) {
        if (owner.isPresent() && owner.getAsLong() == session) {
            owner = OptionalLong.empty();
        }
        if (profile.has(IdeSwitch.ERASE_KEYS_AT_SESSION_END)) {
            ports.forEach(port -> port.invalidateKeyedBy(session, IdeStreamEvent.SESSION_ENDED));
        }
    }

    private boolean isForeign(long session) {
        return profile.has(IdeSwitch.CHECK_OWNER) && owner.isPresent() && owner.getAsLong() != session;
    }

    private static Optional<IdeKmMessage> decode(Bytes request) {
        try {
            return Optional.of(IdeKmMessage.decode(request));
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    private Optional<IdeKmMessage> refuseForeign(Bytes request) {
        boolean acknowledges = profile.has(IdeSwitch.ACKNOWLEDGE_FOREIGN_SESSION);
        return acknowledges ? refuse(request, KpAckStatus.UNSPECIFIED_FAILURE) : Optional.empty();
    }

    private Optional<IdeKmMessage> refuseSize(Bytes request) {
        boolean acknowledges = profile.has(IdeSwitch.ACKNOWLEDGE_WRONG_LENGTH);
        return acknowledges ? refuse(request, KpAckStatus.INCORRECT_LENGTH) : Optional.empty();
    }

    /** Refuses KEY_PROG, with the fields that are there. */
    private static Optional<IdeKmMessage> refuse(Bytes request, KpAckStatus status) {
        if (request.at(0) != KeyProg.OBJECT_ID) {
            return Optional.empty();
        }
        var stream = new StreamId(byteOrZero(request, 3));
        return Optional.of(new KpAck(0, stream, status.code(), byteOrZero(request, 5), byteOrZero(request, 6)));
    }

    private static int byteOrZero(Bytes request, int offset) {
        return offset < request.size() ? request.at(offset) : 0;
    }

    private Optional<IdeKmMessage> answer(long session, IdeKmMessage message) {
        if (message instanceof Query query) {
            return answerQuery(session, query);
        }
        if (message instanceof KeyProg keyProg) {
            KpAckStatus status = program(session, keyProg);
            keyProg.key().destroy();
            return Optional.of(
                    new KpAck(0, keyProg.stream(), status.code(), keyProg.keySubStream(), keyProg.portIndex()));
        }
        if (message instanceof KeySetGo go) {
            return start(go) ? acknowledge(go.stream(), go.keySubStream(), go.portIndex()) : Optional.empty();
        }
        if (message instanceof KeySetStop stop) {
            return stop(stop) ? acknowledge(stop.stream(), stop.keySubStream(), stop.portIndex()) : Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<IdeKmMessage> acknowledge(StreamId stream, int keySubStream, int portIndex) {
        return Optional.of(new KeySetAck(0, stream, 0, keySubStream, portIndex));
    }

    private Optional<IdeKmMessage> answerQuery(long session, Query query) {
        if (port(query.portIndex()).isEmpty()) {
            return Optional.empty();
        }
        own(session);
        List<Long> values = profile.zeroRegisters() > 0
                ? Collections.nCopies(profile.zeroRegisters(), 0L)
                : registers.registers(query.portIndex());
        return Optional.of(
                new QueryResp(0, query.portIndex(), registers.function(query.portIndex()), maxPortIndex(), values));
    }

    private KpAckStatus program(long session, KeyProg request) {
        Optional<IdePort> port = port(request.portIndex());
        if (port.isEmpty()) {
            return KpAckStatus.UNSUPPORTED_PORT_INDEX;
        }
        Optional<IdeStream> stream = port.get().stream(request.stream());
        Optional<KeySlotId> slot = KeySlotId.of(request.keySubStream());
        boolean isSupported = (stream.isPresent() || !profile.has(IdeSwitch.CHECK_STREAM_ID))
                && (slot.isPresent() || !profile.has(IdeSwitch.CHECK_SUB_STREAM))
                && (request.initialValue() == FIRST_VALUE || !profile.has(IdeSwitch.CHECK_INITIAL_VALUE));
        if (!isSupported) {
            return KpAckStatus.UNSUPPORTED_VALUE;
        }
        return stream.isPresent() && slot.isPresent()
                ? program(session, stream.get(), slot.get(), request)
                : KpAckStatus.SUCCESS;
    }

    private KpAckStatus program(long session, IdeStream stream, KeySlotId slot, KeyProg request) {
        boolean isOwners = stream.keyedBy().isEmpty() || stream.keyedBy().getAsLong() == session;
        boolean isDuplicate = profile.has(IdeSwitch.REFUSE_DUPLICATE_KEY) && stream.holdsElsewhere(request.key(), slot);
        if (isOwners && (stream.isInUse(slot) || isDuplicate)) {
            return KpAckStatus.UNSUPPORTED_VALUE;
        }
        own(session);
        stream.program(session, slot, request.key(), request.initialValue());
        return KpAckStatus.SUCCESS;
    }

    private boolean start(KeySetGo request) {
        Optional<IdePort> port = port(request.portIndex());
        Optional<IdeStream> stream = port.flatMap(known -> known.stream(request.stream()));
        Optional<KeySlotId> slot = KeySlotId.of(request.keySubStream());
        if (!isAddressed(port, stream, slot)) {
            return false;
        }
        boolean isStarted =
                stream.isPresent() && slot.isPresent() && stream.get().start(slot.get());
        return isStarted || !profile.has(IdeSwitch.IGNORE_START_WITHOUT_KEY);
    }

    private boolean stop(KeySetStop request) {
        Optional<IdePort> port = port(request.portIndex());
        Optional<IdeStream> stream = port.flatMap(known -> known.stream(request.stream()));
        Optional<KeySlotId> slot = KeySlotId.of(request.keySubStream());
        if (!isAddressed(port, stream, slot)) {
            return false;
        }
        stream.ifPresent(known -> slot.ifPresent(known::stop));
        return true;
    }

    private boolean isAddressed(Optional<IdePort> port, Optional<IdeStream> stream, Optional<KeySlotId> slot) {
        return port.isPresent()
                && (stream.isPresent() || !profile.has(IdeSwitch.CHECK_STREAM_ID))
                && (slot.isPresent() || !profile.has(IdeSwitch.CHECK_SUB_STREAM));
    }

    /** Makes a session the owner if there is none; what an earlier one left behind goes first. */
    private void own(long session) {
        if (owner.isEmpty()) {
            owner = OptionalLong.of(session);
            for (IdePort port : ports) {
                port.streams().stream()
                        .filter(stream ->
                                stream.keyedBy().isPresent() && stream.keyedBy().getAsLong() != session)
                        .forEach(stream -> stream.invalidate(IdeStreamEvent.OWNER_CHANGED));
            }
        }
    }

    private int maxPortIndex() {
        return Math.max(ports.size() - 1, profile.maxPortIndex());
    }

    private Optional<IdePort> port(int index) {
        if (index < ports.size()) {
            return Optional.of(ports.get(index));
        }
        boolean isAlias = profile.has(IdeSwitch.ALIAS_PORTS) && index <= maxPortIndex();
        return isAlias ? Optional.of(ports.get(0)) : Optional.empty();
    }
}
