package dev.tdisp.spdm.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivateKeyTest {
    private static final Hash SHA_256 = Hash.of(HashAlgorithm.SHA_256);
    private static final Bytes MESSAGE = Bytes.of("sample".getBytes(StandardCharsets.US_ASCII));
    private static final RandomSource RANDOM = RandomSource.seeded(1);

    @ParameterizedTest
    @CsvSource({
        "rsa-2048, RSASSA_2048",
        "rsa-2048, RSAPSS_2048",
        "rsa-3072, RSASSA_3072",
        "rsa-3072, RSAPSS_3072",
        "rsa-4096, RSASSA_4096",
        "rsa-4096, RSAPSS_4096",
        "ecdsa-p256, ECDSA_P256",
        "ecdsa-p384, ECDSA_P384",
        "ecdsa-p521, ECDSA_P521",
        "ed25519, ED25519",
        "ed448, ED448",
        "sm2, SM2_P256"
    })
    void keysOfFilesSign(String file, AsymmetricAlgorithm algorithm) {
        Bytes pem = KeyFiles.of(file);
        Bytes der = Pem.decode(pem).stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .findFirst()
                .orElseThrow()
                .content();
        Signer signer = Signer.read(algorithm, pem, RANDOM);
        Verifier verifier = Verifier.of(algorithm, signer.publicKey());

        Bytes signature = signer.sign(SHA_256, "context", MESSAGE);

        assertThat(signature.size()).isEqualTo(algorithm.signatureSize());
        assertThat(verifier.verify(SHA_256, "context", MESSAGE, signature)).isTrue();
        assertThat(verifier.verify(SHA_256, "context", MESSAGE.from(1), signature))
                .isFalse();
        assertThat(Verifier.algorithms(signer.publicKey())).contains(algorithm);
        assertThat(Signer.read(algorithm, der, RANDOM).publicKey()).isEqualTo(signer.publicKey());
    }

    @ParameterizedTest
    @CsvSource({"ML_DSA_44, 11", "ML_DSA_65, 12", "ML_DSA_87, 13"})
    void aSeedAloneIsAKey(PqcAsymmetricAlgorithm algorithm, String identifier) {
        Bytes file =
                Bytes.fromHex("3034 020100 300b 0609 6086480165030403" + identifier + "0422 8020" + "42".repeat(32));

        Signer signer = Signer.read(algorithm, file, RANDOM);

        Bytes signature = signer.sign(SHA_256, "context", MESSAGE);
        assertThat(Verifier.of(algorithm, signer.publicKey()).verify(SHA_256, "context", MESSAGE, signature))
                .isTrue();
    }

    /** A signature by OpenSSL without an identity of the signer. */
    @Test
    void sm2VerifiesOpenSslsSignature() {
        Bytes publicKey = Signer.read(AsymmetricAlgorithm.SM2_P256, KeyFiles.of("sm2"), RANDOM)
                .publicKey();
        Bytes signature = Bytes.fromHex("c26de0438d4ea3f12fdccf23693ddca592387df0e3c6d7a0427b83a20f2e4d9e"
                + "26aab7d3420ec9770660fdf30d009433acef143937273f999d2cae84ef2feda0");

        assertThat(Verifier.of(AsymmetricAlgorithm.SM2_P256, publicKey).verify(SHA_256, "", MESSAGE, signature))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "rsa-2048, RSAPSS_3072",
        "ecdsa-p256, ECDSA_P384",
        "ecdsa-p384, ED25519",
        "ed448, ED25519",
        "sm2, ECDSA_P256",
        "ecdsa-p256, SM2_P256",
        "ed25519, RSASSA_2048"
    })
    void aKeyOfAnotherAlgorithmIsRefused(String file, AsymmetricAlgorithm algorithm) {
        assertThatThrownBy(() -> Signer.read(algorithm, KeyFiles.of(file), RANDOM))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("not a key for " + algorithm);
    }

    @Test
    void whatIsNoKeyIsMalformedAndNothingOfItIsShown() {
        Bytes pem = KeyFiles.of("ecdsa-p384");
        Bytes der = Pem.decode(pem).get(0).content();

        for (int size = 0; size < der.size(); size++) {
            Bytes cut = der.slice(0, size);
            assertThatThrownBy(() -> Signer.read(AsymmetricAlgorithm.ECDSA_P384, cut, RANDOM))
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessageContaining("neither PKCS #8 nor SEC 1 nor PKCS #1");
        }
        for (int i = 0; i < der.size(); i++) {
            Bytes changed = der.with(i, der.at(i) ^ 0x40);
            try {
                assertThat(Signer.read(AsymmetricAlgorithm.ECDSA_P384, changed, RANDOM)
                                .algorithm())
                        .isEqualTo(AsymmetricAlgorithm.ECDSA_P384);
            } catch (MalformedMessageException e) {
                assertThat(e.field()).isNotEmpty();
            }
        }
        assertThatThrownBy(() -> Signer.read(AsymmetricAlgorithm.ECDSA_P384, text("-----BEGIN X-----"), RANDOM))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> Signer.read(
                        AsymmetricAlgorithm.ECDSA_P384, text("-----BEGIN X-----\nAAAA\n-----END X-----"), RANDOM))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("no private key");
        assertThat(Pem.decode(pem).get(0).toString()).isEqualTo("PRIVATE KEY, 185 bytes");
    }

    private static Bytes text(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
