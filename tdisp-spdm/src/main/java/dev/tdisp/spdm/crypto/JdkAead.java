package dev.tdisp.spdm.crypto;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

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
    public Bytes seal(Secret key, Bytes nonce, Bytes associated, Bytes plaintext) {
        try {
            return Bytes.of(started(Cipher.ENCRYPT_MODE, key, nonce, associated).doFinal(plaintext.toArray()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("the JDK has " + cipher, e);
        }
    }

    @Override
    public Optional<Bytes> open(Secret key, Bytes nonce, Bytes associated, Bytes sealed) {
        if (sealed.size() < algorithm.tagSize()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Bytes.of(
                    started(Cipher.DECRYPT_MODE, key, nonce, associated).doFinal(sealed.toArray())));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("the JDK has " + cipher, e);
        }
    }

    private Cipher started(int mode, Secret key, Bytes nonce, Bytes associated) throws GeneralSecurityException {
        if (key.size() != algorithm.keySize() || nonce.size() != algorithm.ivSize()) {
            throw new IllegalArgumentException("key of %d and nonce of %d bytes".formatted(key.size(), nonce.size()));
        }
        var started = Cipher.getInstance(cipher);
        started.init(mode, key.use(bytes -> new SecretKeySpec(bytes, keyName)), parameters(nonce));
        started.updateAAD(associated.toArray());
        return started;
    }

    private AlgorithmParameterSpec parameters(Bytes nonce) {
        return keyName.equals("AES")
                ? new GCMParameterSpec(algorithm.tagSize() * Byte.SIZE, nonce.toArray())
                : new IvParameterSpec(nonce.toArray());
    }
}
