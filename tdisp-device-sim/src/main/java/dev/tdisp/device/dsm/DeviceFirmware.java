package dev.tdisp.device.dsm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.measurement.DeviceMeasurements;
import dev.tdisp.spdm.measurement.DeviceMode;
import dev.tdisp.spdm.measurement.Measurement;
import dev.tdisp.spdm.measurement.MeasurementType;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What runs on a device, as its measurements tell it.
 *
 * @param version the version of the mutable firmware
 * @param securityVersion its security version number
 * @param mode whether the device is in use or being debugged
 */
public record DeviceFirmware(String version, long securityVersion, DeviceMode mode) {
    /** The firmware a device leaves the factory with. */
    public static final DeviceFirmware FACTORY = new DeviceFirmware("1.0.0", 1, DeviceMode.IN_USE);

    private static final int ROM = 1;
    private static final int FIRMWARE = 2;
    private static final int HARDWARE_CONFIGURATION = 3;
    private static final int FIRMWARE_CONFIGURATION = 4;
    private static final int SECURITY_VERSION = 5;

    /**
     * Measures the device.
     *
     * @return the measurements
     */
    public DeviceMeasurements measurements() {
        return DeviceMeasurements.of(List.of(
                Measurement.of(ROM, MeasurementType.IMMUTABLE_ROM, text("TDISP accelerator ROM 1")),
                Measurement.of(
                        FIRMWARE, MeasurementType.MUTABLE_FIRMWARE, text("TDISP accelerator firmware " + version)),
                Measurement.of(
                        HARDWARE_CONFIGURATION,
                        MeasurementType.HARDWARE_CONFIGURATION,
                        text("TDISP accelerator fuses")),
                Measurement.of(
                        FIRMWARE_CONFIGURATION,
                        MeasurementType.FIRMWARE_CONFIGURATION,
                        text("TDISP accelerator settings")),
                Measurement.securityVersion(SECURITY_VERSION, securityVersion),
                Measurement.deviceMode(mode)));
    }

    private static Bytes text(String content) {
        return Bytes.of(content.getBytes(StandardCharsets.UTF_8));
    }
}
