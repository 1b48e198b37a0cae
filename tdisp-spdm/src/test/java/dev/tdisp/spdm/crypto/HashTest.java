package dev.tdisp.spdm.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HashTest {
    private static final Hash SHA_256 = Hash.of(HashAlgorithm.SHA_256);

    private static final Bytes ABC = Bytes.of("abc".getBytes(StandardCharsets.US_ASCII));

    @ParameterizedTest
    @EnumSource(HashAlgorithm.class)
    void digestsPartsAsOneMessage(HashAlgorithm algorithm) {
        Hash hash = Hash.of(algorithm);

        assertThat(hash.digest(ABC.slice(0, 1), ABC.from(1))).isEqualTo(hash.digest(ABC));
    }

    @ParameterizedTest
    @EnumSource(HashAlgorithm.class)
    void everyAlgorithmHasItsSize(HashAlgorithm algorithm) {
        Hash hash = Hash.of(algorithm);
        Secret key = Secret.copyOf(Bytes.filled(1, algorithm.size()));

        assertThat(hash.digest(Bytes.EMPTY).size()).isEqualTo(algorithm.size());
        assertThat(hash.hmac(key, Bytes.EMPTY).size()).isEqualTo(algorithm.size());
        assertThat(hash.extract(key, key).size()).isEqualTo(algorithm.size());
        assertThat(hash.expand(key, Bytes.EMPTY, 200).size()).isEqualTo(200);
        assertThat(hash.expand(key, Bytes.EMPTY, 200).reveal().slice(0, 20))
                .isEqualTo(hash.expand(key, Bytes.EMPTY, 20).reveal());
        assertThat(hash.hmac(Secret.copyOf(Bytes.EMPTY), Bytes.EMPTY).size()).isEqualTo(algorithm.size());
    }

    /** The example of FIPS 180, FIPS 202 and GB/T 32905. */
    @ParameterizedTest
    @CsvSource({
        "SHA_256, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "SHA_384, cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
        "SHA3_256, 3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
        "SHA3_384, ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b298d88cea927ac7f539f1edf228376d25",
        "SM3_256, 66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    })
    void digestsTheUsualExample(HashAlgorithm algorithm, String expected) {
        assertThat(Hash.of(algorithm).digest(ABC).toHex()).isEqualTo(expected);
    }

    /** RFC 4231, test case 2, whose counterpart for SM3 is computed by OpenSSL. */
    @ParameterizedTest
    @CsvSource({
        "SHA_256, 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "SM3_256, 2e87f1d16862e6d964b50a5200bf2b10b764faa9680a296a2405f24bec39f882"
    })
    void authenticatesByHmac(HashAlgorithm algorithm, String expected) {
        Secret key = Secret.copyOf(Bytes.of("Jefe".getBytes(StandardCharsets.US_ASCII)));
        Bytes message = Bytes.of("what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII));

        assertThat(Hash.of(algorithm).hmac(key, message).toHex()).isEqualTo(expected);
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
