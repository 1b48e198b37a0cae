package dev.tdisp.spdm.session;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.crypto.Secret;

/** The keys of one direction in one phase, and the secret from which they and their successors come. */
record TrafficKeys(KeyDerivation derivation, Secret secret, Secret key, Secret iv) {
    static TrafficKeys of(KeyDerivation derivation, Secret secret) {
        Secret key =
                derivation.expand(secret, "key", Bytes.EMPTY, derivation.aead().keySize());
        Secret iv =
                derivation.expand(secret, "iv", Bytes.EMPTY, derivation.aead().ivSize());
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
        secret.destroy();
        key.destroy();
        iv.destroy();
    }
}
