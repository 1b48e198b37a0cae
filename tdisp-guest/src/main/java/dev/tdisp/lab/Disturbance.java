package dev.tdisp.lab;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.device.DeviceProfile;
import java.util.function.BiConsumer;

/** What can happen to an interface in RUN, and who sees what of it. */
public enum Disturbance {
    /** The hypervisor clears Bus Master Enable of the function. */
    BUS_MASTER_CLEARED("clears Bus Master Enable of the function", "VMM", Disturbances::clearBusMaster, Seen.ERROR),
    /** The hypervisor clears VF Memory Space Enable. */
    MEMORY_SPACE_CLEARED("clears VF Memory Space Enable", "VMM", Disturbances::clearMemorySpace, Seen.ERROR),
    /** The hypervisor moves the windows of the virtual functions. */
    BAR_REWRITTEN("moves the windows of the virtual functions", "VMM", Disturbances::rewriteBar, Seen.ERROR),
    /** The hypervisor resets the function. */
    FUNCTION_RESET("resets the function", "VMM", Disturbances::resetFunction, Seen.ERROR),
    /** The hypervisor resets the device. */
    DEVICE_RESET("resets the device", "VMM", Disturbances::resetDevice, Seen.FORGOTTEN),
    /** The hypervisor puts the device to sleep and wakes it; it keeps its state (No_Soft_Reset). */
    SLEEP("puts the device into D3hot and back", "VMM", Disturbances::sleep, Seen.NOTHING),
    /** The hypervisor reads TEE memory without trust. */
    UNTRUSTED_ACCESS("reads TEE memory without T", "VMM", Disturbances::touch, Seen.ATTEMPT),
    /** A packet with a wrong MAC arrives at the device. */
    FORGED_PACKET("sends the device a packet with a wrong MAC", "link", Disturbances::forge, Seen.LOGGED),
    /** The hypervisor disables the stream at the device. */
    STREAM_DISABLED("disables the stream at the device", "VMM", Disturbances::disableStream, Seen.ERROR),
    /** The device ends the session. */
    SESSION_ENDED("ends the session by itself", "DSM", Disturbances::endSession, Seen.DEAF),
    /** No sign of life for too long. */
    HEARTBEAT_MISSED("lets two heartbeat periods pass in silence", "TSM", Disturbances::missHeartbeat, Seen.LOST),
    /** The device notices that it failed. */
    DEVICE_FAILED("notices an internal failure", "DSM", Disturbances::fail, Seen.ERROR),
    /** The device uses an address that leads nowhere. */
    ADDRESS_FAULT("has the device read an address that leads nowhere", "TVM", Disturbances::misdirect, Seen.LOGGED),
    /** The device is asked for a firmware update, which the lock forbids. */
    FIRMWARE_UPDATE("asks for a firmware update, which the lock forbids", "VMM", Disturbances::update, Seen.NOTHING),
    /** The device is pulled out. */
    SURPRISE_REMOVAL("pulls the device out", "VMM", Disturbances::pullOut, Seen.GONE);

    private static final int HEARTBEAT = 10;

    private final String sentence;
    private final String actor;
    private final BiConsumer<Parties, Integer> action;
    private final Sighting expected;

    Disturbance(String sentence, String actor, BiConsumer<Parties, Integer> action, Sighting expected) {
        this.sentence = sentence;
        this.actor = actor;
        this.action = action;
        this.expected = expected;
    }

    /**
     * Returns what happens.
     *
     * @return a predicate; the actor is the subject
     */
    public String sentence() {
        return sentence;
    }

    /**
     * Returns who does it.
     *
     * @return a party
     */
    public String actor() {
        return actor;
    }

    /**
     * Returns who sees what.
     *
     * @return what an honest device and honest parties show
     */
    public Sighting expected() {
        return expected;
    }

    void strike(Parties parties, int vf) {
        action.accept(parties, vf);
    }

    /**
     * Returns a device to which this can happen.
     *
     * @return the usual one; one that wants signs of life, where it takes one
     */
    public DeviceProfile profile() {
        DeviceProfile usual = DeviceProfile.SPEC;
        return this == HEARTBEAT_MISSED ? usual.withSpdm(usual.spdm().withHeartbeatPeriod(HEARTBEAT)) : usual;
    }

    /** What there is to be seen. */
    private static final class Seen {
        static final Sighting ERROR =
                new Sighting(TdiState.ERROR, false, GuestPoll.ERROR, StreamView.SECURE, true, true, false);
        static final Sighting LOGGED =
                new Sighting(TdiState.ERROR, false, GuestPoll.ERROR, StreamView.SECURE, true, true, true);
        static final Sighting DEAF =
                new Sighting(TdiState.ERROR, false, GuestPoll.NO_ANSWER, StreamView.SECURE, true, true, false);
        static final Sighting FORGOTTEN = new Sighting(
                TdiState.CONFIG_UNLOCKED, false, GuestPoll.NO_ANSWER, StreamView.SECURE, true, true, false);
        static final Sighting GONE = new Sighting(
                TdiState.CONFIG_UNLOCKED, false, GuestPoll.NO_ANSWER, StreamView.INSECURE, false, true, false);
        static final Sighting LOST =
                new Sighting(TdiState.ERROR, false, GuestPoll.NOT_BOUND, StreamView.INSECURE, false, false, false);
        static final Sighting ATTEMPT =
                new Sighting(TdiState.RUN, true, GuestPoll.RUNS, StreamView.SECURE, true, true, true);
        static final Sighting NOTHING =
                new Sighting(TdiState.RUN, true, GuestPoll.RUNS, StreamView.SECURE, true, true, false);
    }
}
