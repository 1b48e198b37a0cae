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

    /** RFC 8998, appendix A.1. */
    @Test
    void sealsBySm4() {
        Secret key = Secret.copyOf(Bytes.fromHex("0123456789abcdeffedcba9876543210"));
        Bytes nonce = Bytes.fromHex("00001234567800000000abcd");
        Bytes associated = Bytes.fromHex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        Bytes plaintext = Bytes.fromHex("aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
                + "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa");

        Bytes sealed = Aead.of(AeadAlgorithm.SM4_GCM).seal(key, nonce, associated, plaintext);

        assertThat(sealed)
                .isEqualTo(Bytes.fromHex("17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
                        + "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
                        + "83de3541e4c2b58177e065a9bf7b62ec"));
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
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

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void keysAndNoncesHaveOneSize(AeadAlgorithm algorithm) {
        Aead aead = Aead.of(algorithm);
        Secret shortKey = Secret.copyOf(Bytes.filled(7, algorithm.keySize() - 1));
        Secret key = Secret.copyOf(Bytes.filled(7, algorithm.keySize()));

        assertThatThrownBy(() -> aead.seal(shortKey, NONCE, ASSOCIATED, MESSAGE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> aead.seal(key, ASSOCIATED.from(1), ASSOCIATED, MESSAGE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
