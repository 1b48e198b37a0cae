package dev.tdisp.spdm.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PqcSignatureTest {
    private static final Hash SHA_384 = Hash.of(HashAlgorithm.SHA_384);
    private static final Hash SHA_256 = Hash.of(HashAlgorithm.SHA_256);
    private static final Bytes MESSAGE = Bytes.of("sample".getBytes(StandardCharsets.US_ASCII));

    @ParameterizedTest
    @EnumSource(PqcAsymmetricAlgorithm.class)
    @Tag("S-098")
    void everyAlgorithmSignsTheMessageItselfWithItsContext(PqcAsymmetricAlgorithm algorithm) {
        Signer signer = Signer.generate(algorithm, RandomSource.seeded(7));
        Verifier verifier = Verifier.of(algorithm, signer.publicKey());

        Bytes signature = signer.sign(SHA_384, "context", MESSAGE);

        assertThat(signature.size()).isEqualTo(algorithm.signatureSize());
        assertThat(Verifier.algorithms(signer.publicKey())).containsExactly(algorithm);
        assertThat(verifier.verify(SHA_256, "context", MESSAGE, signature)).isTrue();
        assertThat(verifier.verify(SHA_384, "other", MESSAGE, signature)).isFalse();
        assertThat(verifier.verify(SHA_384, "", MESSAGE, signature)).isFalse();
        assertThat(verifier.verify(SHA_384, "context", Bytes.EMPTY, signature)).isFalse();
        assertThat(verifier.verify(SHA_384, "context", MESSAGE, signature.from(1)))
                .isFalse();
        assertThat(verifier.verify(SHA_384, "context", MESSAGE, signature.with(9, signature.at(9) ^ 1)))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = PqcAsymmetricAlgorithm.class,
            names = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87", "SLH_DSA_SHA2_128F"})
    void signaturesAreDeterministicWithADeterministicSourceOnly(PqcAsymmetricAlgorithm algorithm) {
        Signer one = Signer.generate(algorithm, RandomSource.seeded(3));
        Signer same = Signer.generate(algorithm, RandomSource.seeded(3));
        Signer secure = Signer.generate(algorithm, RandomSource.secure());

        assertThat(one.publicKey()).isEqualTo(same.publicKey());
        assertThat(one.sign(SHA_384, "", MESSAGE)).isEqualTo(same.sign(SHA_384, "", MESSAGE));
        assertThat(secure.publicKey()).isNotEqualTo(one.publicKey());
        assertThat(secure.sign(SHA_384, "", MESSAGE)).isNotEqualTo(secure.sign(SHA_384, "", MESSAGE));
    }

    @Test
    void aKeyOfAnotherKindIsMalformed() {
        Bytes key = Signer.generate(PqcAsymmetricAlgorithm.ML_DSA_44, RandomSource.seeded(3))
                .publicKey();

        for (PqcAsymmetricAlgorithm other : PqcAsymmetricAlgorithm.values()) {
            if (other != PqcAsymmetricAlgorithm.ML_DSA_44) {
                assertThatThrownBy(() -> Verifier.of(other, key)).isInstanceOf(MalformedMessageException.class);
            }
        }
        assertThatThrownBy(() -> Verifier.of(PqcAsymmetricAlgorithm.ML_DSA_44, key.slice(0, key.size() - 1)))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void aDestroyedKeySignsNothingAndIsNeverShown() {
        Signer signer = Signer.generate(PqcAsymmetricAlgorithm.ML_DSA_44, RandomSource.seeded(3));

        signer.destroy();

        assertThat(signer.toString()).contains("Secret[destroyed]");
        assertThatThrownBy(() -> signer.sign(SHA_384, "", MESSAGE)).isInstanceOf(IllegalStateException.class);
    }
}
