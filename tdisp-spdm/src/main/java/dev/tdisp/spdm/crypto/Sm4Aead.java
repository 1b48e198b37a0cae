package dev.tdisp.spdm.crypto;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** SM4 in Galois/Counter Mode, by BouncyCastle: the JDK has no SM4. */
record Sm4Aead() implements Aead {
    private static final AeadAlgorithm ALGORITHM = AeadAlgorithm.SM4_GCM;

    @Override
    public AeadAlgorithm algorithm() {
        return ALGORITHM;
    }

    @Override
    public KeyedAead keyed(Secret key) {
        if (key.size() != ALGORITHM.keySize()) {
            throw new IllegalArgumentException("key of %d bytes".formatted(key.size()));
        }
        return new Keyed(key);
    }

    /** A cipher for each message: there is nothing to keep. */
    private record Keyed(Secret key) implements KeyedAead {
        @Override
        public Bytes seal(Bytes nonce, Bytes associated, Bytes plaintext) {
            try {
                return finish(started(true, nonce, associated), plaintext);
            } catch (InvalidCipherTextException e) {
                throw new AssertionError("every plaintext can be sealed", e);
            }
        }

        @Override
        public Optional<Bytes> open(Bytes nonce, Bytes associated, Bytes sealed) {
            try {
                return sealed.size() < ALGORITHM.tagSize()
                        ? Optional.empty()
                        : Optional.of(finish(started(false, nonce, associated), sealed));
            } catch (InvalidCipherTextException e) {
                return Optional.empty();
            }
        }

        private GCMModeCipher started(boolean isSealing, Bytes nonce, Bytes associated) {
            if (nonce.size() != ALGORITHM.ivSize()) {
                throw new IllegalArgumentException("nonce of %d bytes".formatted(nonce.size()));
            }
            GCMModeCipher cipher = GCMBlockCipher.newInstance(new SM4Engine());
            int tagBits = ALGORITHM.tagSize() * Byte.SIZE;
            var parameters =
                    new AEADParameters(key.use(KeyParameter::new), tagBits, nonce.toArray(), associated.toArray());
            cipher.init(isSealing, parameters);
            return cipher;
        }

        private static Bytes finish(GCMModeCipher cipher, Bytes input) throws InvalidCipherTextException {
            var output = new byte[cipher.getOutputSize(input.size())];
            int size = cipher.processBytes(input.toArray(), 0, input.size(), output, 0);
            size += cipher.doFinal(output, size);
            return Bytes.of(Arrays.copyOf(output, size));
        }

        @Override
        public void destroy() {
            // The key is its owner's.
        }
    }
}
