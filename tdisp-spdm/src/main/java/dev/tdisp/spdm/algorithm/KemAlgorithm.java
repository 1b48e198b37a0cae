package dev.tdisp.spdm.algorithm;

/** The KEMAlg mask: key encapsulation. */
public enum KemAlgorithm implements KeyExchangeAlgorithm {
    /** ML-KEM-512 (FIPS 203). */
    ML_KEM_512(0x01, 800, 768, 32, SpdmVersion.V1_4),
    /** ML-KEM-768 (FIPS 203). */
    ML_KEM_768(0x02, 1184, 1088, 32, SpdmVersion.V1_4),
    /** ML-KEM-1024 (FIPS 203). */
    ML_KEM_1024(0x04, 1568, 1568, 32, SpdmVersion.V1_4);

    private final int bit;
    private final int requesterExchangeSize;
    private final int responderExchangeSize;
    private final int sharedSecretSize;
    private final SpdmVersion since;

    KemAlgorithm(
            int bit, int requesterExchangeSize, int responderExchangeSize, int sharedSecretSize, SpdmVersion since) {
        this.bit = bit;
        this.requesterExchangeSize = requesterExchangeSize;
        this.responderExchangeSize = responderExchangeSize;
        this.sharedSecretSize = sharedSecretSize;
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
    public int requesterExchangeSize() {
        return requesterExchangeSize;
    }

    @Override
    public int responderExchangeSize() {
        return responderExchangeSize;
    }

    @Override
    public int sharedSecretSize() {
        return sharedSecretSize;
    }
}
