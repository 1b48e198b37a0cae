package dev.tdisp.spdm.algorithm;

/** The AEAD mask: authenticated encryption of session records. */
public enum AeadAlgorithm implements Algorithm {
    /** AES-128 in Galois/Counter Mode. */
    AES_128_GCM(0x01, 16, 12, 16, SpdmVersion.V1_1),
    /** AES-256 in Galois/Counter Mode. */
    AES_256_GCM(0x02, 32, 12, 16, SpdmVersion.V1_1),
    /** ChaCha20 with Poly1305. */
    CHACHA20_POLY1305(0x04, 32, 12, 16, SpdmVersion.V1_1),
    /** SM4 in Galois/Counter Mode. */
    SM4_GCM(0x08, 16, 12, 16, SpdmVersion.V1_2);

    private final int bit;
    private final int keySize;
    private final int ivSize;
    private final int tagSize;
    private final SpdmVersion since;

    AeadAlgorithm(int bit, int keySize, int ivSize, int tagSize, SpdmVersion since) {
        this.bit = bit;
        this.keySize = keySize;
        this.ivSize = ivSize;
        this.tagSize = tagSize;
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
     * Returns the size of a key.
     *
     * @return bytes
     */
    public int keySize() {
        return keySize;
    }

    /**
     * Returns the size of an initialization vector.
     *
     * @return bytes
     */
    public int ivSize() {
        return ivSize;
    }

    /**
     * Returns the size of an authentication tag.
     *
     * @return bytes
     */
    public int tagSize() {
        return tagSize;
    }
}
