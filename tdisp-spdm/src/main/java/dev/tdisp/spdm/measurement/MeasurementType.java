package dev.tdisp.spdm.measurement;

import java.util.Optional;

/** What a measurement is of: DMTFSpecMeasurementValueType without its bit 7. */
public enum MeasurementType {
    /** Code that nobody can change. */
    IMMUTABLE_ROM(0),
    /** Firmware that can be changed. */
    MUTABLE_FIRMWARE(1),
    /** How the hardware is configured: fuses, straps. */
    HARDWARE_CONFIGURATION(2),
    /** How the firmware is configured. */
    FIRMWARE_CONFIGURATION(3),
    /** A manifest of measurements, in no particular format. */
    MANIFEST(4),
    /** Debug and life-cycle modes; always raw. */
    DEVICE_MODE(5),
    /** The version of mutable firmware. */
    VERSION(6),
    /** The security version number of mutable firmware; always raw. */
    SECURITY_VERSION_NUMBER(7),
    /** A digest into which events of the measurement log were extended. */
    HASH_EXTEND(8),
    /** Information. */
    INFORMATIONAL(9),
    /** A manifest of measurements in a structured format. */
    STRUCTURED_MANIFEST(10);

    private final int code;

    MeasurementType(int code) {
        this.code = code;
    }

    /**
     * Returns the value of bits 6 to 0.
     *
     * @return 0 to 10
     */
    public int code() {
        return code;
    }

    /**
     * Finds the type of a value.
     *
     * @param code bits 6 to 0
     * @return the type, or nothing for an unknown one
     */
    public static Optional<MeasurementType> of(int code) {
        return code >= 0 && code < values().length ? Optional.of(values()[code]) : Optional.empty();
    }
}
