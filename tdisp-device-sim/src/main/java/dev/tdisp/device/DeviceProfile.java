package dev.tdisp.device;

import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.device.doe.DoeSettings;
import dev.tdisp.spdm.responder.SpdmProfile;

/**
 * How a device was built, and how each of its layers behaves where devices differ.
 *
 * @param name the profile's name
 * @param layout what configuration space shows
 * @param doe the DOE mailbox
 * @param ide IDE and its key management
 * @param tdisp TDISP
 * @param spdm SPDM
 */
public record DeviceProfile(
        String name, DeviceLayout layout, DoeSettings doe, IdeProfile ide, TdispProfile tdisp, SpdmProfile spdm) {
    private static final int VIRTUAL_FUNCTIONS = 8;

    /** An accelerator with 8 virtual functions that follows the specification. */
    public static final DeviceProfile SPEC = new DeviceProfile(
            "SPEC",
            DeviceLayout.accelerator(VIRTUAL_FUNCTIONS),
            DoeSettings.DEFAULT,
            IdeProfile.STRICT,
            TdispProfile.SPEC,
            SpdmProfile.TDISP);

    /** An accelerator that behaves the same, but has every capability, at other places. */
    public static final DeviceProfile COMPLETE = new DeviceProfile(
            "COMPLETE",
            DeviceLayout.complete(VIRTUAL_FUNCTIONS),
            DoeSettings.DEFAULT,
            IdeProfile.STRICT,
            TdispProfile.SPEC,
            SpdmProfile.TDISP);

    /** The same accelerator, answering like the responder of the SPDM emulator. */
    public static final DeviceProfile SPDM_EMU = new DeviceProfile(
            "SPDM_EMU",
            DeviceLayout.accelerator(VIRTUAL_FUNCTIONS),
            DoeSettings.DEFAULT,
            IdeProfile.SPDM_EMU,
            TdispProfile.SPDM_EMU,
            SpdmProfile.TDISP);

    /**
     * Returns the profile with another layout.
     *
     * @param other what configuration space shows
     * @return the changed profile
     */
    public DeviceProfile withLayout(DeviceLayout other) {
        return new DeviceProfile(name, other, doe, ide, tdisp, spdm);
    }

    /**
     * Returns the profile with another mailbox.
     *
     * @param other the DOE mailbox
     * @return the changed profile
     */
    public DeviceProfile withDoe(DoeSettings other) {
        return new DeviceProfile(name, layout, other, ide, tdisp, spdm);
    }

    /**
     * Returns the profile with another behaviour of IDE.
     *
     * @param other IDE and its key management
     * @return the changed profile
     */
    public DeviceProfile withIde(IdeProfile other) {
        return new DeviceProfile(name, layout, doe, other, tdisp, spdm);
    }

    /**
     * Returns the profile with another behaviour of TDISP.
     *
     * @param other TDISP
     * @return the changed profile
     */
    public DeviceProfile withTdisp(TdispProfile other) {
        return new DeviceProfile(name, layout, doe, ide, other, spdm);
    }

    /**
     * Returns the profile with another behaviour of SPDM.
     *
     * @param other SPDM
     * @return the changed profile
     */
    public DeviceProfile withSpdm(SpdmProfile other) {
        return new DeviceProfile(name, layout, doe, ide, tdisp, other);
    }
}
