package dev.tdisp.spdm.measurement;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.MeasurementHashAlgorithm;
import dev.tdisp.spdm.crypto.Hash;

/**
 * Something that a device measured.
 *
 * @param index its index, 1 to 254
 * @param type what it is of
 * @param content what was measured
 * @param isAlwaysRaw whether it is returned raw even when digests are asked for
 * @param isTrustedBase whether it belongs to the trusted computing base
 */
public record Measurement(int index, MeasurementType type, Bytes content, boolean isAlwaysRaw, boolean isTrustedBase) {
    private static final int LAST_INDEX = 0xFE;

    /**
     * Checks the index.
     *
     * @param index its index
     * @param type what it is of
     * @param content what was measured
     * @param isAlwaysRaw whether it is returned raw even when digests are asked for
     * @param isTrustedBase whether it belongs to the trusted computing base
     */
    public Measurement {
        if (index < 1 || index > LAST_INDEX) {
            throw new IllegalArgumentException("index: " + index + " is not between 1 and 254");
        }
    }

    /**
     * Returns a measurement of code or configuration; immutable code is the trusted computing base.
     *
     * @param index its index
     * @param type what it is of
     * @param content what was measured
     * @return the measurement, returned as a digest
     */
    public static Measurement of(int index, MeasurementType type, Bytes content) {
        return new Measurement(index, type, content, false, type == MeasurementType.IMMUTABLE_ROM);
    }

    /**
     * Returns the measurement of the firmware's security version number.
     *
     * @param index its index
     * @param number the number
     * @return the measurement, returned raw
     */
    public static Measurement securityVersion(int index, long number) {
        var out = WireWriter.create();
        out.u64("SecureVersionNumber", number);
        return new Measurement(index, MeasurementType.SECURITY_VERSION_NUMBER, out.toBytes(), true, false);
    }

    /**
     * Returns the measurement of the device's modes.
     *
     * @param mode the modes
     * @return the measurement, returned raw
     */
    public static Measurement deviceMode(DeviceMode mode) {
        return new Measurement(
                MeasurementBlock.INDEX_DEVICE_MODE, MeasurementType.DEVICE_MODE, mode.encode(), true, false);
    }

    /**
     * Returns the measurement manifest.
     *
     * @param manifest its bytes
     * @return the measurement, returned raw
     */
    public static Measurement manifest(Bytes manifest) {
        return new Measurement(MeasurementBlock.INDEX_MANIFEST, MeasurementType.MANIFEST, manifest, true, false);
    }

    /**
     * Returns what is sent.
     *
     * @param hash the negotiated measurement hash
     * @param isRaw whether raw bit streams were asked for
     * @return the block
     */
    public MeasurementBlock block(MeasurementHashAlgorithm hash, boolean isRaw) {
        if (isRaw || isAlwaysRaw || hash.hash().isEmpty()) {
            return MeasurementBlock.raw(index, type, content);
        }
        Bytes digest = Hash.of(hash.hash().get()).digest(content);
        return MeasurementBlock.digest(index, type, digest);
    }
}
