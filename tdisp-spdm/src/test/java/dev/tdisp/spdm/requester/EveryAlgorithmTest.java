package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.Algorithm;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.DheGroup;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.KemAlgorithm;
import dev.tdisp.spdm.algorithm.MeasurementHashAlgorithm;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.transport.TransportBinding;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Both ends over each algorithm, from the first message to the last. */
class EveryAlgorithmTest {
    private final AlgorithmPair.Setting setting = new AlgorithmPair.Setting();

    @ParameterizedTest
    @EnumSource(AsymmetricAlgorithm.class)
    @Tag("S-094")
    @Tag("S-095")
    @Tag("S-096")
    @Tag("S-097")
    void everyClassicSignatureWorks(AsymmetricAlgorithm algorithm) {
        setting.signature = algorithm;
        select(AlgorithmCategory.BASE_ASYM, algorithm);

        assertThat(pair().runAll().signature()).isEqualTo(algorithm);
    }

    /** Of SLH-DSA the fast sets: signing by the small ones takes seconds, and nothing but the parameters differs. */
    @ParameterizedTest
    @EnumSource(
            value = PqcAsymmetricAlgorithm.class,
            names = {"ML_DSA_.*", "SLH_DSA_SHA2_128F", "SLH_DSA_SHAKE_128F", "SLH_DSA_SHA2_192F", "SLH_DSA_SHAKE_256F"},
            mode = EnumSource.Mode.MATCH_ANY)
    @Tag("S-098")
    void everyPostQuantumSignatureWorks(PqcAsymmetricAlgorithm algorithm) {
        setting.version = SpdmVersion.V1_4;
        setting.signature = algorithm;
        setting.algorithms = setting.algorithms.with(AlgorithmCategory.BASE_ASYM);
        select(AlgorithmCategory.PQC_ASYM, algorithm);

        assertThat(pair().runAll().signature()).isEqualTo(algorithm);
    }

    @ParameterizedTest
    @EnumSource(HashAlgorithm.class)
    @Tag("S-122")
    void everyHashWorks(HashAlgorithm algorithm) {
        select(AlgorithmCategory.BASE_HASH, algorithm);

        assertThat(pair().runAll().hash()).isEqualTo(algorithm);
    }

    @ParameterizedTest
    @EnumSource(value = MeasurementHashAlgorithm.class, names = "RAW.*", mode = EnumSource.Mode.MATCH_NONE)
    void everyHashOfMeasurementsWorks(MeasurementHashAlgorithm algorithm) {
        select(AlgorithmCategory.MEASUREMENT_HASH, algorithm);

        assertThat(pair().runAll().measurementHash()).isEqualTo(algorithm);
    }

    @ParameterizedTest
    @EnumSource(DheGroup.class)
    @Tag("S-120")
    void everyGroupWorks(DheGroup group) {
        select(AlgorithmCategory.DHE, group);

        assertThat(pair().runAll().keyExchange()).isEqualTo(group);
    }

    @ParameterizedTest
    @EnumSource(KemAlgorithm.class)
    @Tag("S-121")
    void everyKeyEncapsulationWorks(KemAlgorithm algorithm) {
        setting.version = SpdmVersion.V1_4;
        setting.algorithms = setting.algorithms.with(AlgorithmCategory.DHE);
        select(AlgorithmCategory.KEM, algorithm);

        assertThat(pair().runAll().keyExchange()).isEqualTo(algorithm);
    }

    @ParameterizedTest
    @CsvSource({
        "AES_128_GCM, DOE, true, false",
        "AES_128_GCM, MCTP, true, true",
        "AES_256_GCM, DOE, true, true",
        "AES_256_GCM, TCP, true, false",
        "CHACHA20_POLY1305, DOE, true, false",
        "CHACHA20_POLY1305, MCTP, true, true",
        "SM4_GCM, DOE, true, false",
        "SM4_GCM, MCTP, true, true",
        "AES_128_GCM, DOE, false, false",
        "AES_256_GCM, DOE, false, true",
        "AES_256_GCM, MCTP, false, false",
        "CHACHA20_POLY1305, TCP, false, true",
        "SM4_GCM, DOE, false, false"
    })
    @Tag("S-116")
    @Tag("S-117")
    @Tag("S-154")
    @Tag("S-155")
    @Tag("S-156")
    void everyAeadWorks(AeadAlgorithm aead, TransportBinding binding, boolean isEncrypted, boolean isClear) {
        setting.binding = binding;
        setting.isEncrypted = isEncrypted;
        setting.isHandshakeInTheClear = isClear;
        select(AlgorithmCategory.AEAD, aead);

        AlgorithmPair pair = pair();

        assertThat(pair.runAll().aead()).isEqualTo(aead);
        assertThat(finishesIn(pair, TransportMessage.Kind.SPDM)).isEqualTo(isClear ? 1 : 0);
        assertThat(isReadable(pair)).isEqualTo(!isEncrypted);
    }

    @ParameterizedTest
    @CsvSource({"V1_2, false", "V1_3, false", "V1_4, false", "V1_2, true", "V1_3, true", "V1_4, true"})
    void theShangMiAlgorithmsWorkTogether(SpdmVersion version, boolean isClear) {
        setting.version = version;
        setting.isHandshakeInTheClear = isClear;
        setting.signature = AsymmetricAlgorithm.SM2_P256;
        select(AlgorithmCategory.BASE_ASYM, AsymmetricAlgorithm.SM2_P256);
        select(AlgorithmCategory.BASE_HASH, HashAlgorithm.SM3_256);
        select(AlgorithmCategory.MEASUREMENT_HASH, MeasurementHashAlgorithm.SM3_256);
        select(AlgorithmCategory.DHE, DheGroup.SM2_P256);
        select(AlgorithmCategory.AEAD, AeadAlgorithm.SM4_GCM);

        AlgorithmSuite suite = pair().runAll();

        assertThat(suite.signature()).isEqualTo(AsymmetricAlgorithm.SM2_P256);
        assertThat(suite.keyExchange()).isEqualTo(DheGroup.SM2_P256);
    }

    @Test
    void thePostQuantumAlgorithmsWorkTogetherAndAreReproduced() {
        setting.version = SpdmVersion.V1_4;
        setting.signature = PqcAsymmetricAlgorithm.ML_DSA_87;
        setting.algorithms =
                setting.algorithms.with(AlgorithmCategory.BASE_ASYM).with(AlgorithmCategory.DHE);
        select(AlgorithmCategory.PQC_ASYM, PqcAsymmetricAlgorithm.ML_DSA_87);
        select(AlgorithmCategory.KEM, KemAlgorithm.ML_KEM_1024);

        List<TransportMessage> first = messages();
        List<TransportMessage> second = messages();
        setting.seed = 8;
        List<TransportMessage> other = messages();

        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    private void select(AlgorithmCategory category, Algorithm algorithm) {
        setting.algorithms = setting.algorithms.with(category, algorithm);
    }

    private AlgorithmPair pair() {
        return new AlgorithmPair(setting);
    }

    private List<TransportMessage> messages() {
        AlgorithmPair pair = pair();
        pair.runAll();
        return pair.messages;
    }

    private static long finishesIn(AlgorithmPair pair, TransportMessage.Kind kind) {
        return pair.messages.stream()
                .filter(message -> message.kind() == kind)
                .filter(message -> message.payload().at(1) == 0xE5)
                .count();
    }

    /** Tells whether the vendor's message shows in a record. */
    private static boolean isReadable(AlgorithmPair pair) {
        String vendor = Bytes.fromHex("fe 00 00 03 00 02 01 00 03 00 01 10 81").toHex();
        return pair.messages.stream()
                .filter(message -> message.kind() == TransportMessage.Kind.SECURED)
                .anyMatch(message -> message.payload().toHex().contains(vendor));
    }
}
