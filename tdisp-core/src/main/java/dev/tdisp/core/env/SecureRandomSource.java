package dev.tdisp.core.env;

import dev.tdisp.core.wire.Bytes;
import java.security.SecureRandom;

/** The system's generator; safe for use by many threads. */
final class SecureRandomSource implements RandomSource {
    private final SecureRandom random = new SecureRandom();

    @Override
    public Bytes next(int size) {
        var drawn = new byte[size];
        random.nextBytes(drawn);
        return Bytes.of(drawn);
    }

    @Override
    public RandomSource forParty(String party) {
        return this;
    }

    @Override
    public boolean isDeterministic() {
        return false;
    }
}
