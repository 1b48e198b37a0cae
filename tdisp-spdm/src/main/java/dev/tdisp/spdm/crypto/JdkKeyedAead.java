package dev.tdisp.spdm.crypto;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * One of the JDK's ciphers with its key.
 *
 * <p>To find a cipher takes the JDK as long as to use it, so that of AES is kept. That of ChaCha20 is not: it refuses the
 * nonce of a record that could not be opened a second time.
 */
final class JdkKeyedAead implements KeyedAead {
    private final JdkAead kind;
    private final SecretKey key;
    private @Nullable Cipher kept;

    JdkKeyedAead(JdkAead kind, Secret key) {
        if (key.size() != kind.algorithm().keySize()) {
            throw new IllegalArgumentException("key of %d bytes".formatted(key.size()));
        }
        this.kind = kind;
        this.key = new LentKey(kind.keyName(), key);
    }

    @Override
    public Bytes seal(Bytes nonce, Bytes associated, Bytes plaintext) {
        try {
            return Bytes.of(started(Cipher.ENCRYPT_MODE, nonce, associated).doFinal(plaintext.toArray()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("the JDK has " + kind.cipher(), e);
        }
    }

    @Override
    public Optional<Bytes> open(Bytes nonce, Bytes associated, Bytes sealed) {
        if (sealed.size() < kind.algorithm().tagSize()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    Bytes.of(started(Cipher.DECRYPT_MODE, nonce, associated).doFinal(sealed.toArray())));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("the JDK has " + kind.cipher(), e);
        }
    }

    @Override
    public void destroy() {
        kept = null;
    }

    private Cipher started(int mode, Bytes nonce, Bytes associated) throws GeneralSecurityException {
        AeadAlgorithm algorithm = kind.algorithm();
        if (nonce.size() != algorithm.ivSize()) {
            throw new IllegalArgumentException("nonce of %d bytes".formatted(nonce.size()));
        }
        Cipher cipher = kept != null ? kept : Cipher.getInstance(kind.cipher());
        AlgorithmParameterSpec parameters = kind.isAes()
                ? new GCMParameterSpec(algorithm.tagSize() * Byte.SIZE, nonce.toArray())
                : new IvParameterSpec(nonce.toArray());
        cipher.init(mode, key, parameters);
        cipher.updateAAD(associated.toArray());
        kept = kind.isAes() ? cipher : null;
        return cipher;
    }

    /** Lends the key to a cipher, which wipes its copy. */
    private record LentKey(String algorithm, Secret key) implements SecretKey {
        @Override
        public String getAlgorithm() {
            return algorithm;
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return key.use(byte[]::clone);
        }
    }
}
