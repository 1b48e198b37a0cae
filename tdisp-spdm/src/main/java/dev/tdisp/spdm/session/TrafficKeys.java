package dev.tdisp.spdm.session;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.crypto.Aead;
import dev.tdisp.spdm.crypto.KeyedAead;
import dev.tdisp.spdm.crypto.Secret;

/** The keys of one direction in one phase, the cipher that uses them, and the secret from which their successors come. */
record TrafficKeys(KeyDerivation derivation, Secret secret, Secret key, Secret iv, KeyedAead cipher) {
    static final String KEY_LABEL = "key";
    static final String IV_LABEL = "iv";

    TrafficKeys(KeyDerivation derivation, Secret secret, Secret key, Secret iv) {
        this(derivation, secret, key, iv, Aead.of(derivation.aead()).keyed(key));
    }

    static TrafficKeys of(KeyDerivation derivation, Secret secret) {
        Secret key = derivation.expand(
                secret, KEY_LABEL, Bytes.EMPTY, derivation.aead().keySize());
        Secret iv = derivation.expand(
                secret, IV_LABEL, Bytes.EMPTY, derivation.aead().ivSize());
        return new TrafficKeys(derivation, secret, key, iv);
    }

    /** Returns the keys after a KEY_UPDATE; these stay as they are. */
    TrafficKeys updated() {
        return of(derivation, derivation.expandToDigest(secret, "traffic upd", Bytes.EMPTY));
    }

    /** Returns iv XOR sequence number, little-endian from byte 0 (section 6.4). */
    Bytes nonce(long sequenceNumber) {
        return iv.use(bytes -> {
            byte[] nonce = bytes.clone();
            for (int i = 0; i < Long.BYTES; i++) {
                nonce[i] ^= (byte) (sequenceNumber >>> (Byte.SIZE * i));
            }
            return Bytes.of(nonce);
        });
    }

    void destroy() {
        cipher.destroy();
        secret.destroy();
        key.destroy();
        iv.destroy();
    }
}
