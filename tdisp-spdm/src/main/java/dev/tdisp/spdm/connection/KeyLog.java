package dev.tdisp.spdm.connection;

import dev.tdisp.spdm.algorithm.KeyExchangeAlgorithm;
import dev.tdisp.spdm.crypto.Secret;

/**
 * Where the secrets of sessions are written down, so that a capture can be decrypted. Only for tests and lessons: who has
 * them reads everything.
 */
public interface KeyLog {
    /** Writes nothing down. */
    KeyLog NONE = new KeyLog() {
        @Override
        public void sharedSecret(long sessionId, KeyExchangeAlgorithm algorithm, Secret secret) {}

        @Override
        public void preSharedKey(long sessionId, Secret key) {}
    };

    /**
     * Takes the secret that KEY_EXCHANGE agreed on.
     *
     * @param sessionId the session
     * @param algorithm how it was agreed on
     * @param secret the secret, which is destroyed afterwards
     */
    void sharedSecret(long sessionId, KeyExchangeAlgorithm algorithm, Secret secret);

    /**
     * Takes the key that PSK_EXCHANGE meant.
     *
     * @param sessionId the session
     * @param key the key, which is destroyed afterwards
     */
    void preSharedKey(long sessionId, Secret key);

    /**
     * Returns a log that writes to two places.
     *
     * @param other the second place
     * @return both
     */
    default KeyLog and(KeyLog other) {
        KeyLog first = this;
        return new KeyLog() {
            @Override
            public void sharedSecret(long sessionId, KeyExchangeAlgorithm algorithm, Secret secret) {
                first.sharedSecret(sessionId, algorithm, secret);
                other.sharedSecret(sessionId, algorithm, secret);
            }

            @Override
            public void preSharedKey(long sessionId, Secret key) {
                first.preSharedKey(sessionId, key);
                other.preSharedKey(sessionId, key);
            }
        };
    }
}
