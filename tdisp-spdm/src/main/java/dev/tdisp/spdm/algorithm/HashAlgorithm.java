package dev.tdisp.spdm.algorithm;

/** The BaseHashAlgo mask: the hash of transcripts, chains and the key schedule. */
public enum HashAlgorithm implements Algorithm {
    /** SHA-256. */
    SHA_256(0x01, 32, SpdmVersion.V1_0),
    /** SHA-384. */
    SHA_384(0x02, 48, SpdmVersion.V1_0),
    /** SHA-512. */
    SHA_512(0x04, 64, SpdmVersion.V1_0),
    /** SHA3-256. */
    SHA3_256(0x08, 32, SpdmVersion.V1_0),
    /** SHA3-384. */
    SHA3_384(0x10, 48, SpdmVersion.V1_0),
    /** SHA3-512. */
    SHA3_512(0x20, 64, SpdmVersion.V1_0),
    /** SM3. */
    SM3_256(0x40, 32, SpdmVersion.V1_2);

    private final int bit;
    private final int size;
    private final SpdmVersion since;

    HashAlgorithm(int bit, int size, SpdmVersion since) {
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
     * Returns the size of a digest.
     *
     * @return bytes
     */
    public int size() {
        return size;
    }
}
