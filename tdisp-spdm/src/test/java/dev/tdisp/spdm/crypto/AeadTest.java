package dev.tdisp.spdm.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AeadTest {
    private static final Bytes NONCE = Bytes.fromHex("070000004041424344454647");
    private static final Bytes ASSOCIATED = Bytes.fromHex("50515253c0c1c2c3c4c5c6c7");
    private static final Bytes MESSAGE = Bytes.of(("Ladies and Gentlemen of the class of '99: If I could offer you only"
                    + " one tip for the future, sunscreen would be it.")
            .getBytes(StandardCharsets.US_ASCII));

    /** RFC 8439, section 2.8.2. */
    @Test
    void sealsByChaCha20() {
        Secret key = Secret.copyOf(Bytes.fromHex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"));

        Bytes sealed = Aead.of(AeadAlgorithm.CHACHA20_POLY1305).seal(key, NONCE, ASSOCIATED, MESSAGE);

        assertThat(sealed.slice(0, 16)).isEqualTo(Bytes.fromHex("d31a8d34648e60db7b86afbc53ef7ec2"));
        assertThat(sealed.from(MESSAGE.size())).isEqualTo(Bytes.fromHex("1ae10b594f09e26a7e902ecbd0600691"));
    }

    @ParameterizedTest
    @EnumSource(value = AeadAlgorithm.class, mode = EnumSource.Mode.EXCLUDE, names = "SM4_GCM")
    void opensOnlyWhatItSealed(AeadAlgorithm algorithm) {
        Aead aead = Aead.of(algorithm);
        Secret key = Secret.copyOf(Bytes.filled(7, algorithm.keySize()));
        Secret other = Secret.copyOf(Bytes.filled(8, algorithm.keySize()));

        Bytes sealed = aead.seal(key, NONCE, ASSOCIATED, MESSAGE);

        assertThat(sealed.size()).isEqualTo(MESSAGE.size() + algorithm.tagSize());
        assertThat(aead.open(key, NONCE, ASSOCIATED, sealed)).contains(MESSAGE);
        assertThat(aead.open(other, NONCE, ASSOCIATED, sealed)).isEmpty();
        assertThat(aead.open(key, NONCE.with(0, 8), ASSOCIATED, sealed)).isEmpty();
        assertThat(aead.open(key, NONCE, Bytes.EMPTY, sealed)).isEmpty();
        for (int i = 0; i < sealed.size(); i++) {
            assertThat(aead.open(key, NONCE, ASSOCIATED, sealed.with(i, sealed.at(i) ^ 0x80)))
                    .isEmpty();
            assertThat(aead.open(key, NONCE, ASSOCIATED, sealed.slice(0, i))).isEmpty();
        }
    }

    @Test
    void keysAndNoncesHaveOneSize() {
        Aead aead = Aead.of(AeadAlgorithm.AES_256_GCM);
        Secret shortKey = Secret.copyOf(Bytes.filled(7, 16));
        Secret key = Secret.copyOf(Bytes.filled(7, 32));

        assertThatThrownBy(() -> aead.seal(shortKey, NONCE, ASSOCIATED, MESSAGE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> aead.seal(key, ASSOCIATED.from(1), ASSOCIATED, MESSAGE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Aead.of(AeadAlgorithm.SM4_GCM)).isInstanceOf(UnsupportedOperationException.class);
    }
}
