package dev.tdisp.spdm.algorithm;

import java.util.Optional;

/** A version of SPDM (DSP0274), as the first byte of each message shows it. */
public enum SpdmVersion {
    /** SPDM 1.0: authentication and measurements, no sessions. */
    V1_0(0x10),
    /** SPDM 1.1: sessions, mutual authentication. */
    V1_1(0x11),
    /** SPDM 1.2: chunks, signing prefix, transfer sizes; what TDISP needs at least. */
    V1_2(0x12),
    /** SPDM 1.3: several keys, events, measurement log. */
    V1_3(0x13),
    /** SPDM 1.4: post-quantum algorithms, large messages. */
    V1_4(0x14);

    private final int code;

    SpdmVersion(int code) {
        this.code = code;
    }

    /**
     * Returns the value of the SPDMVersion field.
     *
     * @return the major version in the high, the minor version in the low 4 bits
     */
    public int code() {
        return code;
    }

    /**
     * Finds the version of an SPDMVersion value.
     *
     * @param code the value
     * @return the version, or nothing for an unknown one
     */
    public static Optional<SpdmVersion> of(int code) {
        for (SpdmVersion version : values()) {
            if (version.code == code) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    /**
     * Finds the version of a VersionNumberEntry.
     *
     * @param entry the 16-bit entry; update and alpha numbers in its low byte do not count
     * @return the version, or nothing for an unknown one
     */
    public static Optional<SpdmVersion> ofEntry(int entry) {
        return of(entry >>> 8);
    }

    /**
     * Returns the VersionNumberEntry of this version, with update and alpha 0.
     *
     * @return for example 1200h
     */
    public int entry() {
        return code << 8;
    }

    /**
     * Compares versions.
     *
     * @param other the other version
     * @return true if this is the same or a later one
     */
    public boolean isAtLeast(SpdmVersion other) {
        return code >= other.code;
    }

    /**
     * Returns the version as people write it.
     *
     * @return for example {@code 1.2}
     */
    @Override
    public String toString() {
        return (code >>> 4) + "." + (code & 0x0F);
    }
}
