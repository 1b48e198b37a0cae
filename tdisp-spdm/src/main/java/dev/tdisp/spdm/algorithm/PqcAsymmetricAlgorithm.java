package dev.tdisp.spdm.algorithm;

/** The PqcAsymAlgo and ReqPqcAsymAlg masks: signatures that withstand quantum computers. */
public enum PqcAsymmetricAlgorithm implements SignatureAlgorithm {
    /** ML-DSA-44 (FIPS 204). */
    ML_DSA_44(0x0001, 2420, 1312, SpdmVersion.V1_4),
    /** ML-DSA-65 (FIPS 204). */
    ML_DSA_65(0x0002, 3309, 1952, SpdmVersion.V1_4),
    /** ML-DSA-87 (FIPS 204). */
    ML_DSA_87(0x0004, 4627, 2592, SpdmVersion.V1_4),
    /** SLH-DSA-SHA2-128S (FIPS 205). */
    SLH_DSA_SHA2_128S(0x0008, 7856, 32, SpdmVersion.V1_4),
    /** SLH-DSA-SHAKE-128S (FIPS 205). */
    SLH_DSA_SHAKE_128S(0x0010, 7856, 32, SpdmVersion.V1_4),
    /** SLH-DSA-SHA2-128F (FIPS 205). */
    SLH_DSA_SHA2_128F(0x0020, 17088, 32, SpdmVersion.V1_4),
    /** SLH-DSA-SHAKE-128F (FIPS 205). */
    SLH_DSA_SHAKE_128F(0x0040, 17088, 32, SpdmVersion.V1_4),
    /** SLH-DSA-SHA2-192S (FIPS 205). */
    SLH_DSA_SHA2_192S(0x0080, 16224, 48, SpdmVersion.V1_4),
    /** SLH-DSA-SHAKE-192S (FIPS 205). */
    SLH_DSA_SHAKE_192S(0x0100, 16224, 48, SpdmVersion.V1_4),
    /** SLH-DSA-SHA2-192F (FIPS 205). */
    SLH_DSA_SHA2_192F(0x0200, 35664, 48, SpdmVersion.V1_4),
    /** SLH-DSA-SHAKE-192F (FIPS 205). */
    SLH_DSA_SHAKE_192F(0x0400, 35664, 48, SpdmVersion.V1_4),
    /** SLH-DSA-SHA2-256S (FIPS 205). */
    SLH_DSA_SHA2_256S(0x0800, 29792, 64, SpdmVersion.V1_4),
    /** SLH-DSA-SHAKE-256S (FIPS 205). */
    SLH_DSA_SHAKE_256S(0x1000, 29792, 64, SpdmVersion.V1_4),
    /** SLH-DSA-SHA2-256F (FIPS 205). */
    SLH_DSA_SHA2_256F(0x2000, 49856, 64, SpdmVersion.V1_4),
    /** SLH-DSA-SHAKE-256F (FIPS 205). */
    SLH_DSA_SHAKE_256F(0x4000, 49856, 64, SpdmVersion.V1_4);

    private final int bit;
    private final int signatureSize;
    private final int publicKeySize;
    private final SpdmVersion since;

    PqcAsymmetricAlgorithm(int bit, int signatureSize, int publicKeySize, SpdmVersion since) {
        this.bit = bit;
        this.signatureSize = signatureSize;
        this.publicKeySize = publicKeySize;
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

    @Override
    public int signatureSize() {
        return signatureSize;
    }

    /**
     * Returns the size of a public key.
     *
     * @return bytes
     */
    public int publicKeySize() {
        return publicKeySize;
    }
}
