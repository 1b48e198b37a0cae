package dev.tdisp.core.env;

import dev.tdisp.core.wire.Bytes;

/** Where random bytes come from: a seed in tests and lessons, the system's generator in a real exchange. */
public interface RandomSource {
    /**
     * Draws random bytes.
     *
     * @param size how many
     * @return fresh bytes
     * @throws EntropyException if none can be had
     */
    Bytes next(int size);

    /**
     * Derives a source of its own for one party, so that what one party draws does not change what another gets.
     *
     * @param party the party's name; the same name gives the same source
     * @return a source independent of this one and of those of other names
     */
    RandomSource forParty(String party);

    /**
     * Tells whether the same seed gives the same bytes again.
     *
     * @return true for a seeded source: signatures are then deterministic too (RFC 6979)
     */
    boolean isDeterministic();

    /**
     * Returns the source that a seed determines.
     *
     * @param seed any number
     * @return a deterministic source; never for a real exchange
     */
    static RandomSource seeded(long seed) {
        return new SeededRandomSource(seed, "");
    }

    /**
     * Returns the system's generator.
     *
     * @return a source fit for keys
     */
    static RandomSource secure() {
        return new SecureRandomSource();
    }
}
