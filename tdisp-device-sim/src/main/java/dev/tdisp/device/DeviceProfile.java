package dev.tdisp.device;

import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.device.doe.DoeSettings;
import dev.tdisp.spdm.responder.SpdmProfile;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a device was built, and how each of its layers behaves where devices differ.
 *
 * @param name the profile's name
 * @param layout what configuration space shows
 * @param doe the DOE mailbox
 * @param ide IDE and its key management
 * @param tdisp TDISP
 * @param spdm SPDM
 * @param switches what the device does otherwise beside these protocols
 */
public record DeviceProfile(
        String name,
        DeviceLayout layout,
        DoeSettings doe,
        IdeProfile ide,
        TdispProfile tdisp,
        SpdmProfile spdm,
        Set<DeviceSwitch> switches) {
    private static final int VIRTUAL_FUNCTIONS = 8;

    /** An accelerator with 8 virtual functions that follows the specification. */
    public static final DeviceProfile SPEC = new DeviceProfile(
            "SPEC",
            DeviceLayout.accelerator(VIRTUAL_FUNCTIONS),
            DoeSettings.DEFAULT,
            IdeProfile.STRICT,
            TdispProfile.SPEC,
            SpdmProfile.TDISP,
            Set.of());

    /** An accelerator that behaves the same, but has every capability, at other places. */
    public static final DeviceProfile COMPLETE = new DeviceProfile(
            "COMPLETE",
            DeviceLayout.complete(VIRTUAL_FUNCTIONS),
            DoeSettings.DEFAULT,
            IdeProfile.STRICT,
            TdispProfile.SPEC,
            SpdmProfile.TDISP,
            Set.of());

    /** The same accelerator, answering like the responder of the SPDM emulator; it answers CXL's messages too. */
    public static final DeviceProfile SPDM_EMU = new DeviceProfile(
            "SPDM_EMU",
            DeviceLayout.accelerator(VIRTUAL_FUNCTIONS),
            DoeSettings.DEFAULT,
            IdeProfile.SPDM_EMU,
            TdispProfile.SPDM_EMU,
            SpdmProfile.SPDM_EMU,
            EnumSet.of(DeviceSwitch.CXL_MESSAGES));

    /** The same accelerator without IDE_KM and TDISP: a device of before, which can prove who it is and no more. */
    public static final DeviceProfile SPDM_ALONE = new DeviceProfile(
            "SPDM_ALONE",
            withoutTeeIo(DeviceLayout.accelerator(VIRTUAL_FUNCTIONS)),
            DoeSettings.DEFAULT,
            IdeProfile.STRICT,
            TdispProfile.SPEC,
            SpdmProfile.TDISP,
            EnumSet.of(DeviceSwitch.SPDM_ALONE));

    private static DeviceLayout withoutTeeIo(DeviceLayout layout) {
        return layout.withOptions(layout.options().withoutTeeIo());
    }

    /**
     * Copies the switches.
     *
     * @param name the profile's name
     * @param layout what configuration space shows
     * @param doe the DOE mailbox
     * @param ide IDE and its key management
     * @param tdisp TDISP
     * @param spdm SPDM
     * @param switches what the device does otherwise beside these protocols
     */
    public DeviceProfile {
        switches = Set.copyOf(switches);
    }

    /**
     * Returns the profile with another layout.
     *
     * @param other what configuration space shows
     * @return the changed profile
     */
    public DeviceProfile withLayout(DeviceLayout other) {
        return new DeviceProfile(name, other, doe, ide, tdisp, spdm, switches);
    }

    /**
     * Returns the profile with another mailbox.
     *
     * @param other the DOE mailbox
     * @return the changed profile
     */
    public DeviceProfile withDoe(DoeSettings other) {
        return new DeviceProfile(name, layout, other, ide, tdisp, spdm, switches);
    }

    /**
     * Returns the profile with another behaviour of IDE.
     *
     * @param other IDE and its key management
     * @return the changed profile
     */
    public DeviceProfile withIde(IdeProfile other) {
        return new DeviceProfile(name, layout, doe, other, tdisp, spdm, switches);
    }

    /**
     * Returns the profile with another behaviour of TDISP.
     *
     * @param other TDISP
     * @return the changed profile
     */
    public DeviceProfile withTdisp(TdispProfile other) {
        return new DeviceProfile(name, layout, doe, ide, other, spdm, switches);
    }

    /**
     * Returns the profile with another behaviour of SPDM.
     *
     * @param other SPDM
     * @return the changed profile
     */
    public DeviceProfile withSpdm(SpdmProfile other) {
        return new DeviceProfile(name, layout, doe, ide, tdisp, other, switches);
    }

    /**
     * Returns the profile with other switches.
     *
     * @param other what the device does otherwise; none for nothing
     * @return the changed profile
     */
    public DeviceProfile withSwitches(DeviceSwitch... other) {
        return new DeviceProfile(name, layout, doe, ide, tdisp, spdm, Set.of(other));
    }

    /**
     * Tells whether a switch is on.
     *
     * @param which the switch
     * @return true if it is on
     */
    public boolean has(DeviceSwitch which) {
        return switches.contains(which);
    }
}
