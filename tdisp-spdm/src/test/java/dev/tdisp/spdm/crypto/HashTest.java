package dev.tdisp.spdm.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HashTest {
    private static final Hash SHA_256 = Hash.of(HashAlgorithm.SHA_256);

    @Test
    void digestsPartsAsOneMessage() {
        Bytes abc = Bytes.of("abc".getBytes(StandardCharsets.US_ASCII));

        assertThat(SHA_256.digest(abc).toHex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(SHA_256.digest(abc.slice(0, 1), abc.from(1))).isEqualTo(SHA_256.digest(abc));
    }

    @Test
    void everyAlgorithmButSm3HasItsSize() {
        for (HashAlgorithm algorithm : HashAlgorithm.values()) {
            if (algorithm != HashAlgorithm.SM3_256) {
                Hash hash = Hash.of(algorithm);

                assertThat(hash.digest(Bytes.EMPTY).size()).isEqualTo(algorithm.size());
                assertThat(hash.hmac(Secret.copyOf(Bytes.of((byte) 1)), Bytes.EMPTY)
                                .size())
                        .isEqualTo(algorithm.size());
            }
        }
        assertThatThrownBy(() -> Hash.of(HashAlgorithm.SM3_256)).isInstanceOf(UnsupportedOperationException.class);
    }

    /** RFC 5869, test case 1. */
    @Test
    void derivesByHkdf() {
        Secret salt = Secret.copyOf(Bytes.fromHex("000102030405060708090a0b0c"));
        Secret material = Secret.copyOf(Bytes.filled(0x0b, 22));

        Secret key = SHA_256.extract(salt, material);
        Secret derived = SHA_256.expand(key, Bytes.fromHex("f0f1f2f3f4f5f6f7f8f9"), 42);

        assertThat(key.reveal().toHex()).isEqualTo("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
        assertThat(derived.reveal().toHex())
                .isEqualTo("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    }

    @Test
    void aDestroyedSecretIsGoneAndShowsNothing() {
        Secret secret = Secret.copyOf(Bytes.fromHex("5ec2e7"));

        assertThat(secret.toString()).isEqualTo("Secret[3 bytes]");
        assertThat(secret.matches(Secret.copyOf(Bytes.fromHex("5ec2e7")))).isTrue();
        assertThat(secret.matches(Secret.copyOf(Bytes.fromHex("5ec2e8")))).isFalse();

        secret.destroy();

        assertThat(secret.isDestroyed()).isTrue();
        assertThat(secret.toString()).isEqualTo("Secret[destroyed]");
        assertThatThrownBy(secret::reveal).isInstanceOf(IllegalStateException.class);
    }
}
