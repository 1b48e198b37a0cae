package dev.tdisp.spdm.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlgorithmsTest {
    @ParameterizedTest
    @EnumSource(AlgorithmCategory.class)
    void eachAlgorithmOfACategoryHasABitOfItsOwn(AlgorithmCategory category) {
        List<Algorithm> algorithms = category.algorithms();

        for (int i = 0; i < algorithms.size(); i++) {
            assertThat(algorithms.get(i).bit()).isEqualTo(1 << i);
            assertThat(category.selected(1L << i)).contains(algorithms.get(i));
        }
        assertThat(category.selected(0)).isEmpty();
        assertThat(category.selected(1L << algorithms.size())).isEmpty();
        assertThat(category.selected(3)).isEmpty();
        assertThat(category.offered(-1)).isEqualTo(algorithms);
        assertThat(AlgorithmCategory.mask(algorithms)).isEqualTo((1 << algorithms.size()) - 1);
    }

    @Test
    void tablesAreNumberedFromTwoToSeven() {
        assertThat(AlgorithmCategory.ofTable(0)).isEmpty();
        assertThat(AlgorithmCategory.ofTable(2)).contains(AlgorithmCategory.DHE);
        assertThat(AlgorithmCategory.ofTable(7)).contains(AlgorithmCategory.KEM);
        assertThat(AlgorithmCategory.ofTable(8)).isEmpty();
        assertThat(AlgorithmCategory.KEM.since()).isEqualTo(SpdmVersion.V1_4);
        assertThat(AlgorithmCategory.DHE.since()).isEqualTo(SpdmVersion.V1_1);
        assertThat(AlgorithmCategory.BASE_HASH.since()).isEqualTo(SpdmVersion.V1_0);
    }

    @Test
    void sizesAreThoseOfTheTables() {
        assertThat(AsymmetricAlgorithm.ECDSA_P521.signatureSize()).isEqualTo(132);
        assertThat(AsymmetricAlgorithm.ED448.signatureSize()).isEqualTo(114);
        assertThat(PqcAsymmetricAlgorithm.ML_DSA_87.signatureSize()).isEqualTo(4627);
        assertThat(PqcAsymmetricAlgorithm.SLH_DSA_SHAKE_256F.bit()).isEqualTo(0x4000);
        assertThat(DheGroup.SECP_521_R1.sharedSecretSize()).isEqualTo(66);
        assertThat(KemAlgorithm.ML_KEM_768.requesterExchangeSize()).isEqualTo(1184);
        assertThat(KemAlgorithm.ML_KEM_768.responderExchangeSize()).isEqualTo(1088);
        assertThat(MeasurementHashAlgorithm.SHA3_512.hash()).contains(HashAlgorithm.SHA3_512);
        assertThat(MeasurementHashAlgorithm.RAW_BIT_STREAM.hash()).isEmpty();
    }

    @Test
    void versionsAreFoundByByteAndByEntry() {
        assertThat(SpdmVersion.of(0x12)).contains(SpdmVersion.V1_2);
        assertThat(SpdmVersion.of(0x15)).isEmpty();
        assertThat(SpdmVersion.ofEntry(0x12A7)).contains(SpdmVersion.V1_2);
        assertThat(SpdmVersion.V1_4.entry()).isEqualTo(0x1400);
        assertThat(SpdmVersion.V1_2.isAtLeast(SpdmVersion.V1_3)).isFalse();
        assertThat(SpdmVersion.V1_3).hasToString("1.3");
    }

    @Test
    void aSuiteKnowsTheSizesOfWhatItSelected() {
        var suite = AlgorithmSuite.builder()
                .hash(HashAlgorithm.SHA_512)
                .signature(PqcAsymmetricAlgorithm.ML_DSA_65)
                .keyExchange(KemAlgorithm.ML_KEM_512)
                .aead(AeadAlgorithm.CHACHA20_POLY1305)
                .build();

        assertThat(suite.hashSize()).isEqualTo(64);
        assertThat(suite.signatureSize()).isEqualTo(3309);
        assertThat(suite.exchangeSize(SpdmRole.REQUESTER)).isEqualTo(800);
        assertThat(suite.exchangeSize(SpdmRole.RESPONDER)).isEqualTo(768);
        assertThat(suite.requesterSignatureSize()).isZero();
        assertThat(suite.selected(AlgorithmCategory.KEY_SCHEDULE)).contains(KeyScheduleAlgorithm.SPDM);
        assertThatThrownBy(suite::requesterSignature).isInstanceOf(IllegalStateException.class);
        assertThat(AlgorithmSuite.NONE.hashSize()).isZero();
        assertThat(AlgorithmSuite.NONE)
                .isNotEqualTo(suite)
                .isEqualTo(AlgorithmSuite.builder().build());
    }

    @Test
    @Tag("S-030")
    void preferencesDecideWhatIsSelected() {
        var preferences = AlgorithmPreferences.TDISP.with(
                AlgorithmCategory.BASE_HASH, HashAlgorithm.SHA_384, HashAlgorithm.SM3_256, HashAlgorithm.SHA_256);

        assertThat(preferences.select(AlgorithmCategory.BASE_HASH, SpdmVersion.V1_2, 0x41))
                .contains(HashAlgorithm.SM3_256);
        assertThat(preferences.select(AlgorithmCategory.BASE_HASH, SpdmVersion.V1_1, 0x41))
                .contains(HashAlgorithm.SHA_256);
        assertThat(preferences.select(AlgorithmCategory.BASE_HASH, SpdmVersion.V1_2, 0x08))
                .isEmpty();
        assertThat(preferences.known(SpdmVersion.V1_0)).doesNotContainKey(AlgorithmCategory.DHE);
        assertThatThrownBy(() -> preferences.with(AlgorithmCategory.DHE, HashAlgorithm.SHA_256))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
