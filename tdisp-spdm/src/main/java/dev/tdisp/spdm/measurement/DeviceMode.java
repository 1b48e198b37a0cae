package dev.tdisp.spdm.measurement;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * In which modes a device can be and is: the value of a {@link MeasurementType#DEVICE_MODE} measurement.
 *
 * @param operationalCapabilities the operational modes it supports
 * @param operationalState the operational modes it is in
 * @param modeCapabilities the debug modes it supports
 * @param modeState the debug modes that are or have been active
 */
public record DeviceMode(long operationalCapabilities, long operationalState, long modeCapabilities, long modeState) {
    /** The operational mode of a device in use. */
    public static final long NORMAL = 0x04;

    /** Debugging that changes nothing is active. */
    public static final long NON_INVASIVE_DEBUG_ACTIVE = 0x01;

    /** Debugging that may change everything is active. */
    public static final long INVASIVE_DEBUG_ACTIVE = 0x02;

    /** Debugging that changes nothing has been active. */
    public static final long NON_INVASIVE_DEBUG_HAS_BEEN_ACTIVE = 0x04;

    /** Debugging that may change everything has been active. */
    public static final long INVASIVE_DEBUG_HAS_BEEN_ACTIVE = 0x08;

    /** Debugging that may change everything has been active after manufacturing. */
    public static final long INVASIVE_DEBUG_AFTER_MANUFACTURING = 0x10;

    /** A device in use that never was debugged. */
    public static final DeviceMode IN_USE = new DeviceMode(NORMAL, NORMAL, 0x1F, 0);

    /**
     * Tells whether nobody can look into the device or change it.
     *
     * @return true if no debugging is active, and invasive debugging never was
     */
    public boolean isTrustworthy() {
        long untrusted = NON_INVASIVE_DEBUG_ACTIVE
                | INVASIVE_DEBUG_ACTIVE
                | INVASIVE_DEBUG_HAS_BEEN_ACTIVE
                | INVASIVE_DEBUG_AFTER_MANUFACTURING;
        return operationalState == NORMAL && (modeState & untrusted) == 0;
    }

    /**
     * Encodes the value.
     *
     * @return 16 bytes
     */
    public Bytes encode() {
        var out = WireWriter.create();
        out.u32("OperationalModeCapabilities", operationalCapabilities);
        out.u32("OperationalModeState", operationalState);
        out.u32("DeviceModeCapabilities", modeCapabilities);
        out.u32("DeviceModeState", modeState);
        return out.toBytes();
    }

    /**
     * Decodes a value.
     *
     * @param value the value of the measurement
     * @return the modes
     * @throws MalformedMessageException if the value is not of 16 bytes
     */
    public static DeviceMode decode(Bytes value) {
        var in = WireReader.of(value);
        var mode = new DeviceMode(
                in.u32("OperationalModeCapabilities"),
                in.u32("OperationalModeState"),
                in.u32("DeviceModeCapabilities"),
                in.u32("DeviceModeState"));
        in.end();
        return mode;
    }
}
