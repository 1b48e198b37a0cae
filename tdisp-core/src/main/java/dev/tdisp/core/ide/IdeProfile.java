package dev.tdisp.core.ide;

import java.util.EnumSet;
import java.util.Set;

/**
 * How a port reads what the sources dispute.
 *
 * @param name for messages and reports
 * @param switches those that are on
 * @param features what the port can do beyond sealing each packet for itself; a device's layout says it for its port
 * @param maxPortIndex the maximum port index to announce, if greater than that of the ports there are
 * @param zeroRegisters how many zero doublewords to announce instead of the registers; 0 for the registers
 */
public record IdeProfile(
        String name, Set<IdeSwitch> switches, Set<IdeFeature> features, int maxPortIndex, int zeroRegisters) {
    /** The specification read strictly, with the errata of VU#404544. */
    public static final IdeProfile STRICT = new IdeProfile(
            "STRICT",
            EnumSet.complementOf(EnumSet.of(
                    IdeSwitch.ACKNOWLEDGE_FOREIGN_SESSION,
                    IdeSwitch.ALIAS_PORTS,
                    IdeSwitch.FAIL_MESSAGE_ENDS_STREAM,
                    IdeSwitch.REFUSE_CLEAR_CONFIGURATION)),
            Set.of(),
            0,
            0);

    /** The same without the errata: open to CVE-2025-9612, CVE-2025-9613 and CVE-2025-9614. */
    public static final IdeProfile BEFORE_ERRATA = STRICT.named("BEFORE_ERRATA")
            .without(IdeSwitch.ESCORT)
            .without(IdeSwitch.QUARANTINE_TAGS)
            .without(IdeSwitch.FLUSH_BEFORE_STOP);

    /**
     * The sample responder of DMTF's emulator: it keeps no keys and checks hardly anything. It has no link, so on one it is
     * like any other.
     */
    public static final IdeProfile SPDM_EMU = new IdeProfile(
            "SPDM_EMU",
            EnumSet.of(
                    IdeSwitch.ALIAS_PORTS,
                    IdeSwitch.CHECK_REQUESTER,
                    IdeSwitch.ESCORT,
                    IdeSwitch.QUARANTINE_TAGS,
                    IdeSwitch.TRACK_WINDOWS,
                    IdeSwitch.ERASE_KEYS_AT_SESSION_END,
                    IdeSwitch.ERASE_KEYS_AT_FUNCTION_0_RESET),
            Set.of(),
            7,
            74);

    /**
     * Copies the sets.
     *
     * @param name for messages and reports
     * @param switches those that are on
     * @param features what the port can do beyond sealing each packet for itself
     * @param maxPortIndex the maximum port index to announce
     * @param zeroRegisters how many zero doublewords to announce
     */
    public IdeProfile {
        switches = Set.copyOf(switches);
        features = Set.copyOf(features);
    }

    /**
     * Names a variant.
     *
     * @param newName for messages and reports
     * @return the renamed copy
     */
    public IdeProfile named(String newName) {
        return new IdeProfile(newName, switches, features, maxPortIndex, zeroRegisters);
    }

    /**
     * Tells whether a switch is on.
     *
     * @param which the switch
     * @return true if it is on
     */
    public boolean has(IdeSwitch which) {
        return switches.contains(which);
    }

    /**
     * Returns the profile of a port that can do more, or less.
     *
     * @param other what it can do
     * @return the changed copy
     */
    public IdeProfile withFeatures(Set<IdeFeature> other) {
        return new IdeProfile(name, switches, other, maxPortIndex, zeroRegisters);
    }

    /**
     * Turns a switch on.
     *
     * @param which the switch
     * @return the changed copy
     */
    public IdeProfile with(IdeSwitch which) {
        var changed = EnumSet.of(which);
        changed.addAll(switches);
        return new IdeProfile(name, changed, features, maxPortIndex, zeroRegisters);
    }

    /**
     * Turns a switch off.
     *
     * @param which the switch
     * @return the changed copy
     */
    public IdeProfile without(IdeSwitch which) {
        var changed = EnumSet.noneOf(IdeSwitch.class);
        changed.addAll(switches);
        changed.remove(which);
        return new IdeProfile(name, changed, features, maxPortIndex, zeroRegisters);
    }
}
