package dev.tdisp.spdm.algorithm;

/** One algorithm of a negotiated category: one bit of that category's mask. */
public sealed interface Algorithm
        permits AeadAlgorithm,
                HashAlgorithm,
                KeyExchangeAlgorithm,
                KeyScheduleAlgorithm,
                MeasurementHashAlgorithm,
                SignatureAlgorithm {
    /**
     * Returns the bit that stands for this algorithm.
     *
     * @return a mask with one bit set
     */
    int bit();

    /**
     * Returns the version that introduced this algorithm.
     *
     * @return the first version whose endpoints may negotiate it
     */
    SpdmVersion since();
}
