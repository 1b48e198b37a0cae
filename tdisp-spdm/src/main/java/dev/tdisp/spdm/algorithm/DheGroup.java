package dev.tdisp.spdm.algorithm;

/** The DHE mask: Diffie-Hellman groups on finite fields and elliptic curves. */
public enum DheGroup implements KeyExchangeAlgorithm {
    /** ffdhe2048 (RFC 7919). */
    FFDHE_2048(0x01, 256, 256, SpdmVersion.V1_1),
    /** ffdhe3072 (RFC 7919). */
    FFDHE_3072(0x02, 384, 384, SpdmVersion.V1_1),
    /** ffdhe4096 (RFC 7919). */
    FFDHE_4096(0x04, 512, 512, SpdmVersion.V1_1),
    /** secp256r1. */
    SECP_256_R1(0x08, 64, 32, SpdmVersion.V1_1),
    /** secp384r1. */
    SECP_384_R1(0x10, 96, 48, SpdmVersion.V1_1),
    /** secp521r1. */
    SECP_521_R1(0x20, 132, 66, SpdmVersion.V1_1),
    /** SM2 key exchange on its recommended curve. */
    SM2_P256(0x40, 64, 32, SpdmVersion.V1_2);

    private final int bit;
    private final int exchangeSize;
    private final int sharedSecretSize;
    private final SpdmVersion since;

    DheGroup(int bit, int exchangeSize, int sharedSecretSize, SpdmVersion since) {
        this.bit = bit;
        this.exchangeSize = exchangeSize;
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

    /**
     * Returns the size of ExchangeData in both directions.
     *
     * @return bytes
     */
    public int exchangeSize() {
        return exchangeSize;
    }

    @Override
    public int sharedSecretSize() {
        return sharedSecretSize;
    }

    @Override
    public int requesterExchangeSize() {
        return exchangeSize;
    }

    @Override
    public int responderExchangeSize() {
        return exchangeSize;
    }
}
