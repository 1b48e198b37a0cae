package dev.tdisp.spdm.crypto;

import dev.tdisp.core.env.RandomSource;
import java.security.SecureRandom;

/** Gives BouncyCastle's key generators the environment's randomness. */
final class RandomSourceAdapter extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final transient RandomSource source;

    RandomSourceAdapter(RandomSource source) {
        super(null, null);
        this.source = source;
    }

    @Override
    public String getAlgorithm() {
        return "RandomSource";
    }

    @Override
    public void nextBytes(byte[] bytes) {
        System.arraycopy(source.next(bytes.length).toArray(), 0, bytes, 0, bytes.length);
    }

    @Override
    public byte[] generateSeed(int size) {
        return source.next(size).toArray();
    }
}
