package dev.tdisp.spdm.algorithm;

import java.util.StringJoiner;

/**
 * The capabilities of one endpoint; unknown bits are kept.
 *
 * <pre>{@code
 * var flags = CapabilityFlags.of(Capability.CERT_CAP, Capability.MAC_CAP).with(Capability.MEAS_CAP, 2);
 * flags.has(Capability.MEAS_CAP); // true
 * }</pre>
 *
 * @param bits Flags in the low 32 bits, ExtFlags in the 16 bits above
 */
public record CapabilityFlags(long bits) {
    /** No capability. */
    public static final CapabilityFlags NONE = new CapabilityFlags(0);

    private static final long ALL = 0xFFFF_FFFF_FFFFL;
    private static final int FLAGS_SIZE = 32;

    /**
     * Checks the range.
     *
     * @param bits Flags in the low 32 bits, ExtFlags in the 16 bits above
     * @throws IllegalArgumentException if more than 48 bits are used
     */
    public CapabilityFlags {
        if ((bits & ~ALL) != 0) {
            throw new IllegalArgumentException("bits: %x has more than 48 bits".formatted(bits));
        }
    }

    /**
     * Creates flags from the two fields of a message.
     *
     * @param flags the field Flags
     * @param extFlags the field ExtFlags, 0 before version 1.4
     * @return the same bits
     */
    public static CapabilityFlags ofFields(long flags, int extFlags) {
        return new CapabilityFlags(flags | (long) extFlags << FLAGS_SIZE);
    }

    /**
     * Creates flags with some capabilities of value 1.
     *
     * @param capabilities the capabilities that are there
     * @return flags without any other
     */
    public static CapabilityFlags of(Capability... capabilities) {
        CapabilityFlags flags = NONE;
        for (Capability capability : capabilities) {
            flags = flags.with(capability, 1);
        }
        return flags;
    }

    /**
     * Tells whether a capability is there.
     *
     * @param capability which
     * @return true if its field is not 0
     */
    public boolean has(Capability capability) {
        return (bits & capability.mask()) != 0;
    }

    /**
     * Returns the value of a capability's field.
     *
     * @param capability which
     * @return 0 or 1; up to 3 for a field of 2 bits
     */
    public int value(Capability capability) {
        return (int) ((bits & capability.mask()) >>> capability.shift());
    }

    /**
     * Returns flags with one field changed.
     *
     * @param capability which
     * @param value its new value
     * @return the changed copy
     * @throws IllegalArgumentException if the value does not fit its field
     */
    public CapabilityFlags with(Capability capability, int value) {
        long field = (long) value << capability.shift();
        if ((field & ~capability.mask()) != 0) {
            throw new IllegalArgumentException("%s: %d does not fit".formatted(capability, value));
        }
        return new CapabilityFlags(bits & ~capability.mask() | field);
    }

    /**
     * Returns flags with a capability of value 1.
     *
     * @param capability which
     * @return the changed copy
     */
    public CapabilityFlags with(Capability capability) {
        return with(capability, 1);
    }

    /**
     * Returns flags without a capability.
     *
     * @param capability which
     * @return the changed copy
     */
    public CapabilityFlags without(Capability capability) {
        return with(capability, 0);
    }

    /**
     * Returns the bits that mean something to the receiver; others are ignored, not an error.
     *
     * @param version the negotiated version
     * @param sender whose flags these are
     * @return flags without bits undefined for that version
     */
    public CapabilityFlags defined(SpdmVersion version, SpdmRole sender) {
        long mask = sender == SpdmRole.REQUESTER ? requesterMask(version) : responderMask(version);
        return new CapabilityFlags(bits & mask);
    }

    /**
     * Returns the value of the field Flags.
     *
     * @return an unsigned 32-bit value
     */
    public long flags() {
        return bits & (1L << FLAGS_SIZE) - 1;
    }

    /**
     * Returns the value of the field ExtFlags.
     *
     * @return an unsigned 16-bit value
     */
    public int extFlags() {
        return (int) (bits >>> FLAGS_SIZE);
    }

    /**
     * Names the capabilities.
     *
     * @return for example {@code CERT_CAP MEAS_CAP=2}
     */
    @Override
    public String toString() {
        var text = new StringJoiner(" ");
        for (Capability capability : Capability.values()) {
            if (has(capability)) {
                text.add(value(capability) == 1 ? capability.name() : capability + "=" + value(capability));
            }
        }
        return text.toString();
    }

    private static long requesterMask(SpdmVersion version) {
        return switch (version) {
            case V1_0 -> 0;
            case V1_1 -> 0x0001_FFC6L;
            case V1_2 -> 0x0003_FFC6L;
            case V1_3 -> 0x0EC3_FFC6L;
            case V1_4 -> 0x8EC3_FFC6L;
        };
    }

    private static long responderMask(SpdmVersion version) {
        return switch (version) {
            case V1_0 -> 0x0000_003FL;
            case V1_1 -> 0x0001_FFFFL;
            case V1_2 -> 0x003F_FFFFL;
            case V1_3 -> 0x3FFF_FFFFL;
            case V1_4 -> 0x1_FFFF_FFFFL;
        };
    }
}
