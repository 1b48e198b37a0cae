package dev.tdisp.spdm.algorithm;

/** An algorithm that signs, of either of the two masks. */
public sealed interface SignatureAlgorithm extends Algorithm permits AsymmetricAlgorithm, PqcAsymmetricAlgorithm {
    /**
     * Returns the size of a signature on the wire.
     *
     * @return bytes
     */
    int signatureSize();
}
