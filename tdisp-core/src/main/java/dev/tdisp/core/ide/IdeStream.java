package dev.tdisp.core.ide;

import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.Tlp;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A selective stream at one port: registers' meaning, keys, state, and the packets it protects.
 *
 * <p>Made by {@link IdePort#addStream()}. For one thread at a time.
 */
public final class IdeStream {
    private final IdePort port;
    private final int index;
    private final KeySlots slots = new KeySlots();
    private final StreamTraffic traffic;
    private Optional<IdeStreamSettings> settings = Optional.empty();
    private IdeStreamState state = IdeStreamState.INSECURE;
    private OptionalLong keyedBy = OptionalLong.empty();
    private boolean enabled;
    private boolean failReceived;
    private boolean failureTold;

    IdeStream(IdePort port, int index, boolean link) {
        this.port = port;
        this.index = index;
        this.traffic = new StreamTraffic(port, slots, link);
    }

    /**
     * Returns which register block it is.
     *
     * @return from 0
     */
    public int index() {
        return index;
    }

    /**
     * Returns what the registers say.
     *
     * @return the settings, or nothing before the first {@link #configure}
     */
    public Optional<IdeStreamSettings> settings() {
        return settings;
    }

    /**
     * Returns the Stream ID.
     *
     * @return the Stream ID of the settings
     * @throws IllegalStateException if it is not configured
     */
    public StreamId id() {
        return configured().id();
    }

    /**
     * Takes what the registers say; another Stream ID makes keys that are there invalid.
     *
     * @param newSettings the settings
     * @throws IllegalStateException if the stream is enabled: the registers are read-only then
     * @throws IllegalArgumentException if they ask for a feature that the port does not have
     */
    public void configure(IdeStreamSettings newSettings) {
        if (enabled) {
            throw new IllegalStateException("%s is enabled".formatted(name()));
        }
        if (!port.profile().features().containsAll(newSettings.form().features())) {
            throw new IllegalArgumentException("%s: the port cannot do %s".formatted(name(), newSettings.form()));
        }
        boolean isRenamed = settings.isPresent() && !settings.get().id().equals(newSettings.id());
        if (isRenamed && !slots.isEmpty()) {
            fire(IdeStreamEvent.STREAM_ID_CHANGED);
        }
        settings = Optional.of(newSettings);
    }

    /**
     * Returns the state.
     *
     * @return the state; the status register shows its {@link IdeStreamState#statusCode()}
     */
    public IdeStreamState state() {
        return state;
    }

    /**
     * Tells whether the stream protects.
     *
     * @return true in SECURE
     */
    public boolean isSecure() {
        return state == IdeStreamState.SECURE;
    }

    /**
     * Tells whether all six keys of a set are there.
     *
     * @return true in READY and SECURE
     */
    public boolean isKeyed() {
        return state != IdeStreamState.INSECURE;
    }

    /**
     * Returns the Enable bit.
     *
     * @return true if enabled
     */
    public boolean isEnabled() {
        return enabled;
    }

    /**
     * Sets Enable, before or after the keys.
     *
     * @return false if another enabled stream of the port has the same Stream ID: then Enable stays 0
     * @throws IllegalStateException if it is not configured
     */
    public boolean enable() {
        StreamId id = configured().id();
        if (enabled || port.enabledStream(id).isPresent()) {
            return enabled;
        }
        enabled = true;
        failureTold = false;
        fire(slots.hasStartedSet() ? IdeStreamEvent.ENABLED_WITH_KEYS : IdeStreamEvent.ENABLED);
        return true;
    }

    /** Clears Enable: the stream is insecure, its keys are erased. */
    public void disable() {
        if (enabled) {
            enabled = false;
            fire(IdeStreamEvent.DISABLED);
        }
    }

    /**
     * Returns who brought the keys.
     *
     * @return the session, or nothing if there is no key
     */
    public OptionalLong keyedBy() {
        return keyedBy;
    }

    /**
     * Returns what a slot holds.
     *
     * @param slot the slot
     * @return its state
     */
    public KeySlotState slotState(KeySlotId slot) {
        return slots.state(slot);
    }

    /**
     * Returns how many packets were protected or opened with the key of a slot.
     *
     * @param slot the slot
     * @return the number; 0 for an empty slot
     */
    public long invocations(KeySlotId slot) {
        return slots.slot(slot).invocations();
    }

    /**
     * Tells whether a slot's key protects the traffic of a secure stream, so that no other may replace it.
     *
     * @param slot the slot
     * @return true if it is in use
     */
    public boolean isInUse(KeySlotId slot) {
        return isSecure() && slots.state(slot) == KeySlotState.ACTIVE;
    }

    /**
     * Tells whether another slot holds an equal key, which would protect two packets with the same value.
     *
     * @param key the key
     * @param slot the slot that is to hold it
     * @return true if another slot holds it
     */
    public boolean holdsElsewhere(IdeKey key, KeySlotId slot) {
        return slots.anyHolds(key, slot);
    }

    /**
     * Programs a key. Keys of another session are erased first.
     *
     * @param session the session that brings it
     * @param slot where to
     * @param key the key; the stream copies it, the caller destroys it
     * @param initialValue the first value of the invocation counter
     * @throws IllegalStateException if the slot is in use
     */
    public void program(long session, KeySlotId slot, IdeKey key, long initialValue) {
        if (keyedBy.isPresent() && keyedBy.getAsLong() != session) {
            fire(IdeStreamEvent.OWNER_CHANGED);
        }
        if (isInUse(slot)) {
            throw new IllegalStateException("%s: %s is in use".formatted(name(), slot));
        }
        boolean wasComplete = slots.isComplete(slot.keySet());
        slots.slot(slot).program(key.copy(), initialValue);
        keyedBy = OptionalLong.of(session);
        port.recordKey(this, slot, "programmed");
        boolean isCompleted = !wasComplete && slots.isComplete(slot.keySet());
        fire(isCompleted ? IdeStreamEvent.KEY_SET_COMPLETED : IdeStreamEvent.KEY_PROGRAMMED);
    }

    /**
     * Starts a key (K_SET_GO): a transmitter uses it from the next packet on, a receiver accepts it, and forgets the
     * key of the other set as soon as it arrives. Without effect for a key that was started before.
     *
     * @param slot which
     * @return false if no key is there to be started
     */
    public boolean start(KeySlotId slot) {
        KeySlotState before = slots.state(slot);
        if (before != KeySlotState.PROGRAMMED) {
            return before == KeySlotState.ACTIVE;
        }
        boolean hadStartedSet = slots.hasStartedSet();
        slots.start(slot);
        port.recordKey(this, slot, "started");
        fire(afterStart(hadStartedSet));
        return true;
    }

    private IdeStreamEvent afterStart(boolean hadStartedSet) {
        boolean isBroken = state == IdeStreamState.READY && !slots.hasCompleteSet();
        boolean isLast = enabled && !hadStartedSet && slots.hasStartedSet();
        IdeStreamEvent started = isLast ? IdeStreamEvent.ALL_KEYS_STARTED : IdeStreamEvent.KEY_STARTED;
        return isBroken ? IdeStreamEvent.KEY_SET_BROKEN : started;
    }

    /**
     * Erases a key (K_SET_STOP). If it was in use the stream is insecure and all its keys are erased.
     *
     * @param slot which
     */
    public void stop(KeySlotId slot) {
        boolean wasInUse = isInUse(slot);
        if (slots.state(slot) != KeySlotState.EMPTY) {
            slots.slot(slot).erase();
            port.recordKey(this, slot, "erased");
        }
        if (wasInUse) {
            fire(IdeStreamEvent.KEY_IN_USE_STOPPED);
        } else {
            boolean isBroken = state == IdeStreamState.READY && !slots.hasCompleteSet();
            fire(isBroken ? IdeStreamEvent.KEY_SET_BROKEN : IdeStreamEvent.KEY_STOPPED);
        }
        if (slots.isEmpty()) {
            keyedBy = OptionalLong.empty();
        }
    }

    /**
     * Makes the stream insecure for a reason outside of it, and erases its keys. A reset of the device or of function 0
     * clears Enable and the settings too.
     *
     * @param cause why
     * @throws IllegalArgumentException if such an event does not erase the keys
     */
    public void invalidate(IdeStreamEvent cause) {
        if (IdeStreamTransitions.of(state, cause).effect() != IdeStreamTransition.Effect.ERASE_KEYS) {
            throw new IllegalArgumentException("%s does not invalidate a stream".formatted(cause));
        }
        boolean isReset = cause == IdeStreamEvent.CONVENTIONAL_RESET || cause == IdeStreamEvent.FUNCTION_0_RESET;
        enabled = enabled && !isReset && cause != IdeStreamEvent.DISABLED;
        fire(cause);
        failReceived &= !isReset;
        settings = isReset ? Optional.empty() : settings;
    }

    /** Notes that the partner reported a failed check; the state stays, unless the profile has it otherwise. */
    public void failMessageReceived() {
        failReceived = true;
        boolean acts = port.profile().has(IdeSwitch.FAIL_MESSAGE_ENDS_STREAM);
        fire(acts ? IdeStreamEvent.PARTNER_FAILED : IdeStreamEvent.FAIL_MESSAGE_RECEIVED);
    }

    /**
     * Returns the Received Integrity Check Fail Message bit.
     *
     * @return true until it is cleared
     */
    public boolean isFailReceived() {
        return failReceived;
    }

    /** Clears the Received Integrity Check Fail Message bit. */
    public void clearFailReceived() {
        failReceived = false;
    }

    /**
     * Protects a packet.
     *
     * @param tlp the packet
     * @param trusted its T bit
     * @return the frames to send, in order: the last one holds the packet, the others are messages between the ports
     * @throws IllegalStateException if the stream is not secure
     */
    public List<LinkFrame.Protected> seal(Tlp tlp, boolean trusted) {
        return seal(List.of(tlp), trusted);
    }

    /**
     * Protects packets that follow each other at once, so that they share MACs as far as the {@linkplain IdeForm form} of
     * the stream says. Where a key has no value left, the packets from there on are lost, and the stream is insecure.
     *
     * @param tlps the packets
     * @param trusted their T bit
     * @return the frames to send, in order
     * @throws IllegalStateException if the stream is not secure
     */
    public List<LinkFrame.Protected> seal(List<? extends Tlp> tlps, boolean trusted) {
        if (!isSecure()) {
            throw new IllegalStateException(name() + " is not secure");
        }
        List<LinkFrame.Protected> frames = traffic.seal(configured(), tlps, trusted);
        if (slots.isAnyExhausted()) {
            fire(IdeStreamEvent.KEY_EXPIRED);
        }
        return frames;
    }

    /** Damages the data of the next packet that has some, between checksum and encryption, as a broken port does. */
    public void damageNext() {
        traffic.damageNext();
    }

    /**
     * Checks and opens a packet that names this stream. A failed check makes the stream insecure.
     *
     * @param frame the packet
     * @return what became of it; whether a completion matches an outstanding request is for the requester to check
     */
    public IdeOutcome open(LinkFrame.Protected frame) {
        StreamId named = frame.prefix().streamId();
        boolean wasSecure = isSecure();
        if (!wasSecure && (!enabled || failureTold)) {
            return new IdeOutcome.Dropped(named);
        }
        IdeOutcome outcome =
                wasSecure ? traffic.open(this, frame) : new IdeOutcome.CheckFailed(named, "stream is not secure");
        failureTold |= outcome instanceof IdeOutcome.CheckFailed;
        if (wasSecure && outcome instanceof IdeOutcome.CheckFailed) {
            fire(IdeStreamEvent.CHECK_FAILED);
        }
        return outcome;
    }

    private void fire(IdeStreamEvent event) {
        IdeStreamState before = state;
        IdeStreamTransition transition = IdeStreamTransitions.of(before, event);
        state = transition.to();
        switch (transition.effect()) {
            case NONE -> {}
            case ERASE_KEYS -> eraseKeys();
            case START_COUNTERS -> {
                traffic.start();
                failureTold = false;
            }
            case IMPOSSIBLE -> throw new AssertionError("%s in %s".formatted(event, before));
        }
        if (before != state) {
            port.recordChange(name(), transition);
        }
        if (before == IdeStreamState.SECURE && state != before) {
            port.tellInsecure(id(), event);
        }
    }

    private void eraseKeys() {
        if (!slots.isEmpty()) {
            slots.eraseAll();
            port.recordKey(this, "all keys", "erased");
        }
        keyedBy = OptionalLong.empty();
    }

    String name() {
        return settings.map(IdeStreamSettings::id).map(Objects::toString).orElse("stream block " + index);
    }

    private IdeStreamSettings configured() {
        return settings.orElseThrow(() -> new IllegalStateException("%s is not configured".formatted(name())));
    }
}
