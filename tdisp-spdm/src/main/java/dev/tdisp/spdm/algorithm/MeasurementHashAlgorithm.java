package dev.tdisp.spdm.algorithm;

import java.util.Optional;

/** The MeasurementHashAlgo mask: the hash that the device measures with. */
public enum MeasurementHashAlgorithm implements Algorithm {
    /** No hash: every measurement is a raw bit stream. */
    RAW_BIT_STREAM(0x01, 0, SpdmVersion.V1_0),
    /** SHA-256. */
    SHA_256(0x02, 32, SpdmVersion.V1_0),
    /** SHA-384. */
    SHA_384(0x04, 48, SpdmVersion.V1_0),
    /** SHA-512. */
    SHA_512(0x08, 64, SpdmVersion.V1_0),
    /** SHA3-256. */
    SHA3_256(0x10, 32, SpdmVersion.V1_0),
    /** SHA3-384. */
    SHA3_384(0x20, 48, SpdmVersion.V1_0),
    /** SHA3-512. */
    SHA3_512(0x40, 64, SpdmVersion.V1_0),
    /** SM3. */
    SM3_256(0x80, 32, SpdmVersion.V1_2);

    private final int bit;
    private final int size;
    private final SpdmVersion since;

    MeasurementHashAlgorithm(int bit, int size, SpdmVersion since) {
        this.bit = bit;
        this.size = size;
        this.since = since;
    }

    @Override
    public int bit() {
        return bit;
    }

    @Override
    public SpdmVersion since() {
        return since;
    }

    /**
     * Returns the size of a digest, 0 for raw bit streams.
     *
     * @return bytes
     */
    public int size() {
        return size;
    }

    /**
     * Returns the hash as the base hash names it.
     *
     * @return the hash, or nothing for raw bit streams
     */
    public Optional<HashAlgorithm> hash() {
        return this == RAW_BIT_STREAM ? Optional.empty() : Optional.of(HashAlgorithm.valueOf(name()));
    }
}
