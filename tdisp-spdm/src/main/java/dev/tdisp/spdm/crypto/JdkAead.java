package dev.tdisp.spdm.crypto;

import dev.tdisp.spdm.algorithm.AeadAlgorithm;

/** The JDK's AES-GCM and ChaCha20-Poly1305. */
record JdkAead(AeadAlgorithm algorithm, String cipher, String keyName) implements Aead {
    static JdkAead of(AeadAlgorithm algorithm) {
        return switch (algorithm) {
            case AES_128_GCM -> new JdkAead(algorithm, "AES/GCM/NoPadding", "AES");
            case AES_256_GCM -> new JdkAead(algorithm, "AES/GCM/NoPadding", "AES");
            case CHACHA20_POLY1305 -> new JdkAead(algorithm, "ChaCha20-Poly1305", "ChaCha20");
            case SM4_GCM -> throw new IllegalArgumentException("the JDK has no " + algorithm);
        };
    }

    @Override
    public KeyedAead keyed(Secret key) {
        return new JdkKeyedAead(this, key);
    }

    boolean isAes() {
        return keyName.equals("AES");
    }
}
