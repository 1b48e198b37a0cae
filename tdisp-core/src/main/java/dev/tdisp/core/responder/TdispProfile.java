package dev.tdisp.core.responder;

import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.tdi.TdispSwitch;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a responder behaves where sources differ, and what it advertises.
 *
 * <p>A profile that imitates a peer is only a set of switches and numbers. The switches are documented with both
 * positions in {@link TdispSwitch}; in {@link #SPEC} all of them are off.
 *
 * <pre>{@code
 * var profile = TdispProfile.SPEC.with(TdispSwitch.STOP_REFUSED_WHEN_UNLOCKED).withPortionLimit(64);
 * }</pre>
 *
 * @param name the name of the profile
 * @param switches what is on
 * @param lockFlags the most that LOCK_INTERFACE_FLAGS_SUPPORTED advertises
 * @param addressWidth DEV_ADDR_WIDTH
 * @param requestsOfInterface NUM_REQ_THIS; 0 is advertised as 0 and meant as 1
 * @param requestsOfAll NUM_REQ_ALL, or {@link #ONE_EACH}; 0 is advertised as 0 and meant as 1
 * @param portionLimit the most report bytes in one answer
 */
public record TdispProfile(
        String name,
        Set<TdispSwitch> switches,
        LockFlags lockFlags,
        int addressWidth,
        int requestsOfInterface,
        int requestsOfAll,
        int portionLimit) {
    /** As many requests over all interfaces as there are interfaces. */
    public static final int ONE_EACH = -1;

    /** What the specification says, in our reading; the default. */
    public static final TdispProfile SPEC = new TdispProfile("SPEC", Set.of(), LockFlags.ALL, 52, 1, ONE_EACH, 0xFFFF);

    /** What the responder of DMTF's spdm-emu does. */
    public static final TdispProfile SPDM_EMU = new TdispProfile(
            "SPDM_EMU",
            EnumSet.of(
                    TdispSwitch.MANDATORY_REQUESTS_ONLY,
                    TdispSwitch.STOP_REFUSED_WHEN_UNLOCKED,
                    TdispSwitch.REPORT_WHEN_UNLOCKED_IS_INVALID_REQUEST,
                    TdispSwitch.REPORT_KEPT_AFTER_STOP,
                    TdispSwitch.NONCE_KEPT_AFTER_START,
                    TdispSwitch.NONCE_KEPT_AFTER_STOP,
                    TdispSwitch.VERSION_RESETS_INTERFACE,
                    TdispSwitch.VERSION_OPENS_INTERFACE,
                    TdispSwitch.VERSION_MINOR_CHECKED,
                    TdispSwitch.ERROR_ECHOES_VERSION,
                    TdispSwitch.INTERFACE_ID_COMPARED_WHOLE,
                    TdispSwitch.REPLY_CLEARS_INTERFACE_RESERVED,
                    TdispSwitch.LOCK_FLAGS_NOT_CHECKED,
                    TdispSwitch.LOCK_WITHOUT_IDE_CHECKS,
                    TdispSwitch.REPORTING_OFFSET_IGNORED,
                    TdispSwitch.REPORT_IN_BYTE_ADDRESSES,
                    TdispSwitch.ANY_SESSION_MAY_DRIVE,
                    TdispSwitch.ANSWERED_BELOW_SPDM_1_2,
                    TdispSwitch.ANSWERED_WITHOUT_ENCRYPTION,
                    TdispSwitch.FUNCTION_BEEF_HOSTED),
            new LockFlags(0x0007),
            48,
            0,
            0,
            0x40);

    /** What Intel's tee-io-validator expects, which compares the capabilities for equality. */
    public static final TdispProfile TEEIO_VALIDATOR =
            SPEC.named("TEEIO_VALIDATOR").with(TdispSwitch.MANDATORY_REQUESTS_ONLY);

    /**
     * Checks the numbers.
     *
     * @param name the name of the profile
     * @param switches what is on
     * @param lockFlags the flags
     * @param addressWidth 0 to 255
     * @param requestsOfInterface 0 to 255
     * @param requestsOfAll 0 to 255, or {@link #ONE_EACH}
     * @param portionLimit 1 to 65535
     */
    public TdispProfile {
        switches = Set.copyOf(switches);
        require("addressWidth", addressWidth, 0, 0xFF);
        require("requestsOfInterface", requestsOfInterface, 0, 0xFF);
        require("requestsOfAll", requestsOfAll, ONE_EACH, 0xFF);
        require("portionLimit", portionLimit, 1, 0xFFFF);
    }

    /**
     * Tells whether a switch is on.
     *
     * @param which the switch
     * @return true for the other position, false for our reading
     */
    public boolean has(TdispSwitch which) {
        return switches.contains(which);
    }

    /**
     * Turns a switch on.
     *
     * @param which the switch
     * @return a profile with it
     */
    public TdispProfile with(TdispSwitch which) {
        Set<TdispSwitch> more = copyOfSwitches();
        more.add(which);
        return new TdispProfile(name, more, lockFlags, addressWidth, requestsOfInterface, requestsOfAll, portionLimit);
    }

    /**
     * Turns a switch off.
     *
     * @param which the switch
     * @return a profile without it
     */
    public TdispProfile without(TdispSwitch which) {
        Set<TdispSwitch> fewer = copyOfSwitches();
        fewer.remove(which);
        return new TdispProfile(name, fewer, lockFlags, addressWidth, requestsOfInterface, requestsOfAll, portionLimit);
    }

    /**
     * Changes the name.
     *
     * @param other the new name
     * @return the same profile under that name
     */
    public TdispProfile named(String other) {
        return new TdispProfile(
                other, switches, lockFlags, addressWidth, requestsOfInterface, requestsOfAll, portionLimit);
    }

    /**
     * Changes the flags.
     *
     * @param flags the most that is advertised
     * @return a profile with them
     */
    public TdispProfile withLockFlags(LockFlags flags) {
        return new TdispProfile(name, switches, flags, addressWidth, requestsOfInterface, requestsOfAll, portionLimit);
    }

    /**
     * Changes the width of addresses.
     *
     * @param bits DEV_ADDR_WIDTH
     * @return a profile with it
     */
    public TdispProfile withAddressWidth(int bits) {
        return new TdispProfile(name, switches, lockFlags, bits, requestsOfInterface, requestsOfAll, portionLimit);
    }

    /**
     * Changes how many requests may be outstanding.
     *
     * @param ofInterface NUM_REQ_THIS
     * @param ofAll NUM_REQ_ALL, or {@link #ONE_EACH}
     * @return a profile with them
     */
    public TdispProfile withRequests(int ofInterface, int ofAll) {
        return new TdispProfile(name, switches, lockFlags, addressWidth, ofInterface, ofAll, portionLimit);
    }

    /**
     * Changes the size of report portions.
     *
     * @param bytes the most report bytes in one answer
     * @return a profile with it
     */
    public TdispProfile withPortionLimit(int bytes) {
        return new TdispProfile(name, switches, lockFlags, addressWidth, requestsOfInterface, requestsOfAll, bytes);
    }

    private Set<TdispSwitch> copyOfSwitches() {
        Set<TdispSwitch> copy = EnumSet.noneOf(TdispSwitch.class);
        copy.addAll(switches);
        return copy;
    }

    private static void require(String component, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s: %d is not in %d..%d".formatted(component, value, least, most));
        }
    }
}
