package dev.tdisp.spdm.message;

/**
 * What DIGESTS says about the key of a slot on a connection with several keys.
 *
 * @param keyPairId the byte KeyPairID
 * @param certificateInfo the byte CertificateInfo: the certificate model in bits 2:0
 * @param keyUsage the mask KeyUsageMask: 1 key exchange, 2 challenge, 4 measurement, 8 endpoint info
 */
public record KeySlotInfo(int keyPairId, int certificateInfo, int keyUsage) {
    /** The bit of KeyUsageMask for KEY_EXCHANGE and FINISH. */
    public static final int KEY_EXCHANGE = 1;

    /** The bit of KeyUsageMask for CHALLENGE. */
    public static final int CHALLENGE = 2;

    /** The bit of KeyUsageMask for GET_MEASUREMENTS. */
    public static final int MEASUREMENT = 4;

    /** The bit of KeyUsageMask for GET_ENDPOINT_INFO. */
    public static final int ENDPOINT_INFO = 8;

    /** The bits of KeyUsageMask for all of these. */
    public static final int ALL_DMTF = KEY_EXCHANGE | CHALLENGE | MEASUREMENT | ENDPOINT_INFO;

    private static final int MODEL_MASK = 7;

    /**
     * Returns the model of the slot's certificate.
     *
     * @return bits 2:0 of CertificateInfo: 0 for a slot with a key alone
     */
    public int model() {
        return certificateInfo & MODEL_MASK;
    }

    /**
     * Tells whether the key may sign certain messages.
     *
     * @param usage a bit of KeyUsageMask
     * @return true if the bit is set
     */
    public boolean isUsableFor(int usage) {
        return (keyUsage & usage) != 0;
    }
}
