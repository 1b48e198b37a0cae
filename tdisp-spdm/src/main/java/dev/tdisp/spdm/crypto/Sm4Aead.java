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
    @Override
    public AeadAlgorithm algorithm() {
        return AeadAlgorithm.SM4_GCM;
    }

    @Override
    public Bytes seal(Secret key, Bytes nonce, Bytes associated, Bytes plaintext) {
        try {
            return finish(started(true, key, nonce, associated), plaintext);
        } catch (InvalidCipherTextException e) {
            throw new AssertionError("every plaintext can be sealed", e);
        }
    }

    @Override
    public Optional<Bytes> open(Secret key, Bytes nonce, Bytes associated, Bytes sealed) {
        try {
            return sealed.size() < algorithm().tagSize()
                    ? Optional.empty()
                    : Optional.of(finish(started(false, key, nonce, associated), sealed));
        } catch (InvalidCipherTextException e) {
            return Optional.empty();
        }
    }

    private GCMModeCipher started(boolean isSealing, Secret key, Bytes nonce, Bytes associated) {
        if (key.size() != algorithm().keySize() || nonce.size() != algorithm().ivSize()) {
            throw new IllegalArgumentException("key of %d and nonce of %d bytes".formatted(key.size(), nonce.size()));
        }
        GCMModeCipher cipher = GCMBlockCipher.newInstance(new SM4Engine());
        int tagBits = algorithm().tagSize() * Byte.SIZE;
        var parameters = new AEADParameters(key.use(KeyParameter::new), tagBits, nonce.toArray(), associated.toArray());
        cipher.init(isSealing, parameters);
        return cipher;
    }

    private static Bytes finish(GCMModeCipher cipher, Bytes input) throws InvalidCipherTextException {
        var output = new byte[cipher.getOutputSize(input.size())];
        int size = cipher.processBytes(input.toArray(), 0, input.size(), output, 0);
        size += cipher.doFinal(output, size);
        return Bytes.of(Arrays.copyOf(output, size));
    }
}
