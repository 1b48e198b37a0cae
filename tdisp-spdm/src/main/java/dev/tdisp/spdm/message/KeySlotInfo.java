package dev.tdisp.spdm.message;

/**
 * What DIGESTS says about the key of a slot on a connection with several keys.
 *
 * @param keyPairId the byte KeyPairID
 * @param certificateInfo the byte CertificateInfo: the certificate model in bits 2:0
 * @param keyUsage the mask KeyUsageMask: 1 key exchange, 2 challenge, 4 measurement, 8 endpoint info
 */
public record KeySlotInfo(int keyPairId, int certificateInfo, int keyUsage) {}
