package dev.tdisp.spdm.algorithm;

/** The BaseAsymAlgo and ReqBaseAsymAlg masks: classic signatures. */
public enum AsymmetricAlgorithm implements SignatureAlgorithm {
    /** RSA with PKCS #1 v1.5 padding, 2048 bits. */
    RSASSA_2048(0x0001, 256, SpdmVersion.V1_0),
    /** RSA with PSS padding, 2048 bits. */
    RSAPSS_2048(0x0002, 256, SpdmVersion.V1_0),
    /** RSA with PKCS #1 v1.5 padding, 3072 bits. */
    RSASSA_3072(0x0004, 384, SpdmVersion.V1_0),
    /** RSA with PSS padding, 3072 bits. */
    RSAPSS_3072(0x0008, 384, SpdmVersion.V1_0),
    /** ECDSA on NIST P-256. */
    ECDSA_P256(0x0010, 64, SpdmVersion.V1_0),
    /** RSA with PKCS #1 v1.5 padding, 4096 bits. */
    RSASSA_4096(0x0020, 512, SpdmVersion.V1_0),
    /** RSA with PSS padding, 4096 bits. */
    RSAPSS_4096(0x0040, 512, SpdmVersion.V1_0),
    /** ECDSA on NIST P-384. */
    ECDSA_P384(0x0080, 96, SpdmVersion.V1_0),
    /** ECDSA on NIST P-521. */
    ECDSA_P521(0x0100, 132, SpdmVersion.V1_0),
    /** SM2 signature on its recommended curve. */
    SM2_P256(0x0200, 64, SpdmVersion.V1_2),
    /** EdDSA on edwards25519. */
    ED25519(0x0400, 64, SpdmVersion.V1_2),
    /** EdDSA on edwards448. */
    ED448(0x0800, 114, SpdmVersion.V1_2);

    private final int bit;
    private final int signatureSize;
    private final SpdmVersion since;

    AsymmetricAlgorithm(int bit, int signatureSize, SpdmVersion since) {
        this.bit = bit;
        this.signatureSize = signatureSize;
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
}
