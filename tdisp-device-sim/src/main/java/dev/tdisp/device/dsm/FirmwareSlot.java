package dev.tdisp.device.dsm;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.tdi.TdiStateMachine;
import dev.tdisp.spdm.measurement.DeviceMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The firmware that runs, and the rules for replacing it beside locked interfaces (sections 11.3.8, 11.4.2 and 11.4.7).
 *
 * <p>An interface locked with NO_FW_UPDATE keeps every update out. A lower security version does not get in beside any
 * locked interface, unless the device was built to give the interfaces up for it. Measurements follow what runs.
 *
 * <pre>{@code
 * FirmwareOutcome outcome = device.firmware().update(new DeviceFirmware("1.1.0", 2, DeviceMode.IN_USE));
 * }</pre>
 */
public final class FirmwareSlot {
    private final Dependents dependents;
    private final DeviceFirmware factory;
    private DeviceFirmware running;
    private @Nullable DeviceFirmware waiting;

    /** What depends on the firmware. */
    public interface Dependents {
        /**
         * Returns the state of each interface.
         *
         * @return the machines of all interfaces, those of absent functions included
         */
        List<TdiStateMachine> machines();

        /**
         * Tells what becomes of a downgrade beside a locked interface.
         *
         * @return true if it goes ahead and the interfaces do not survive it
         */
        boolean allowsDowngrade();

        /**
         * Makes all streams insecure, ends all sessions and clears what interfaces that are not unlocked hold.
         *
         * @param cause why
         */
        void endTrust(String cause);
    }

    /**
     * Creates a slot.
     *
     * @param firmware what runs first
     * @param dependents what depends on it
     */
    public FirmwareSlot(DeviceFirmware firmware, Dependents dependents) {
        this.factory = firmware;
        this.running = firmware;
        this.dependents = dependents;
    }

    /**
     * Returns what runs.
     *
     * @return the firmware that measurements describe
     */
    public DeviceFirmware running() {
        return running;
    }

    /**
     * Tells whether an image waits to be activated. As long as it does, no interface is locked with NO_FW_UPDATE.
     *
     * @return true between {@link #stage} and {@link #activate()}
     */
    public boolean isUpdating() {
        return waiting != null;
    }

    /**
     * Takes an image and runs it at once.
     *
     * @param image the image
     * @return how it ended
     */
    public FirmwareOutcome update(DeviceFirmware image) {
        FirmwareOutcome staged = stage(image);
        return staged.isAccepted() ? activate() : staged;
    }

    /**
     * Takes an image that is to run later.
     *
     * @param image the image
     * @return how it ended
     */
    public FirmwareOutcome stage(DeviceFirmware image) {
        if (waiting != null) {
            return FirmwareOutcome.REFUSED_OUT_OF_ORDER;
        }
        Optional<FirmwareOutcome> refusal = refusal(image);
        if (refusal.isEmpty()) {
            waiting = image;
        }
        return refusal.orElse(FirmwareOutcome.ACCEPTED);
    }

    /**
     * Runs the image that waits; interfaces may have been locked meanwhile, so the rules are asked again.
     *
     * @return how it ended; a refused image waits no longer
     */
    public FirmwareOutcome activate() {
        if (waiting == null) {
            return FirmwareOutcome.REFUSED_OUT_OF_ORDER;
        }
        DeviceFirmware image = waiting;
        waiting = null;
        Optional<FirmwareOutcome> refusal = refusal(image);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        boolean costsInterfaces = isDowngrade(image) && !locked().isEmpty();
        if (costsInterfaces) {
            tell(TdiEvent.FIRMWARE_DOWNGRADE, describe(image));
            dependents.endTrust("firmware downgrade");
        } else {
            tell(TdiEvent.FIRMWARE_UPDATED, describe(image));
        }
        running = remembering(image, image.mode());
        return costsInterfaces ? FirmwareOutcome.ACCEPTED_WITH_LOSS : FirmwareOutcome.ACCEPTED;
    }

    /**
     * Runs an image whatever is locked, as a device does that cannot update while it runs: streams and sessions end and
     * locked interfaces go to ERROR first.
     *
     * @param image the image
     * @return always that it was accepted, with or without loss
     */
    public FirmwareOutcome force(DeviceFirmware image) {
        boolean costsInterfaces = !locked().isEmpty();
        waiting = null;
        tell(TdiEvent.FIRMWARE_UPDATE_FORCED, describe(image));
        dependents.endTrust("forced firmware update");
        running = remembering(image, image.mode());
        return costsInterfaces ? FirmwareOutcome.ACCEPTED_WITH_LOSS : FirmwareOutcome.ACCEPTED;
    }

    /**
     * Opens the device to an invasive debugger. Before it is open, streams and sessions have ended and locked interfaces
     * are in ERROR; from then on the measured mode says so.
     *
     * @param mode how the device is being debugged
     * @throws IllegalArgumentException if that is a mode to trust
     */
    public void authoriseDebug(DeviceMode mode) {
        if (mode.isTrustworthy()) {
            throw new IllegalArgumentException("mode: nobody debugs a device in use");
        }
        tell(TdiEvent.DEBUG_AUTHORISED, "");
        dependents.endTrust("invasive debug");
        running = remembering(running, mode);
    }

    /** Forgets an image that waits, and ends debugging, as a conventional reset, cold or hot, does; that it was, may stay measured. */
    public void reset() {
        waiting = null;
        DeviceMode before = factory.mode();
        long kept = running.mode().modeState() & DeviceMode.INVASIVE_DEBUG_AFTER_MANUFACTURING;
        var mode = new DeviceMode(
                before.operationalCapabilities(),
                before.operationalState(),
                before.modeCapabilities(),
                before.modeState() | kept);
        running = new DeviceFirmware(running.version(), running.securityVersion(), mode);
    }

    /** Another image or another mode does not undo that somebody debugged this device. */
    private DeviceFirmware remembering(DeviceFirmware image, DeviceMode mode) {
        long before = running.mode().modeState();
        long history = before
                & (DeviceMode.NON_INVASIVE_DEBUG_HAS_BEEN_ACTIVE
                        | DeviceMode.INVASIVE_DEBUG_HAS_BEEN_ACTIVE
                        | DeviceMode.INVASIVE_DEBUG_AFTER_MANUFACTURING);
        if ((before & DeviceMode.NON_INVASIVE_DEBUG_ACTIVE) != 0) {
            history |= DeviceMode.NON_INVASIVE_DEBUG_HAS_BEEN_ACTIVE;
        }
        if ((before & DeviceMode.INVASIVE_DEBUG_ACTIVE) != 0) {
            history |= DeviceMode.INVASIVE_DEBUG_HAS_BEEN_ACTIVE;
        }
        var remembered = new DeviceMode(
                mode.operationalCapabilities(),
                mode.operationalState(),
                mode.modeCapabilities(),
                mode.modeState() | history);
        return new DeviceFirmware(image.version(), image.securityVersion(), remembered);
    }

    private Optional<FirmwareOutcome> refusal(DeviceFirmware image) {
        boolean isForbidden = dependents.machines().stream().anyMatch(TdiStateMachine::forbidsFirmwareUpdate);
        if (isForbidden) {
            tell(TdiEvent.FIRMWARE_UPDATE_REFUSED, describe(image));
            return Optional.of(FirmwareOutcome.REFUSED_BY_LOCK);
        }
        boolean isHarmful = isDowngrade(image) && !locked().isEmpty();
        if (isHarmful && !dependents.allowsDowngrade()) {
            tell(TdiEvent.FIRMWARE_DOWNGRADE, describe(image));
            return Optional.of(FirmwareOutcome.REFUSED_DOWNGRADE);
        }
        return Optional.empty();
    }

    private boolean isDowngrade(DeviceFirmware image) {
        return Long.compareUnsigned(image.securityVersion(), running.securityVersion()) < 0;
    }

    private List<TdiStateMachine> locked() {
        return dependents.machines().stream()
                .filter(machine -> machine.state() == TdiState.CONFIG_LOCKED || machine.state() == TdiState.RUN)
                .toList();
    }

    private void tell(TdiEvent event, String detail) {
        new ArrayList<>(dependents.machines()).forEach(machine -> machine.on(event, detail));
    }

    private static String describe(DeviceFirmware image) {
        return "version %s, security version %d".formatted(image.version(), image.securityVersion());
    }
}
