package dev.tdisp.spdm.algorithm;

/** An algorithm by which two parties come to a shared secret: a Diffie-Hellman group or a key encapsulation. */
public sealed interface KeyExchangeAlgorithm extends Algorithm permits DheGroup, KemAlgorithm {
    /**
     * Returns the size of ExchangeData in KEY_EXCHANGE.
     *
     * @return bytes
     */
    int requesterExchangeSize();

    /**
     * Returns the size of ExchangeData in KEY_EXCHANGE_RSP.
     *
     * @return bytes
     */
    int responderExchangeSize();

    /**
     * Returns the size of the shared secret.
     *
     * @return bytes
     */
    int sharedSecretSize();
}
