package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.AlgorithmPreferences;
import dev.tdisp.spdm.algorithm.DheGroup;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.LeafOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AlgorithmOptionsTest {
    @TempDir
    private Path folder;

    private static AlgorithmChoice choice(String... names) {
        var converter = new AlgorithmName.Converter();
        return new AlgorithmChoice(Stream.of(names).map(converter::convert).toList());
    }

    private static CommandResult drive(RunningDevice device, String... options) {
        List<String> line = new ArrayList<>(List.of("host", "--connect", device.address()));
        line.addAll(List.of(options));
        CommandResult result = CommandResult.run(line.toArray(String[]::new));
        device.stop();
        return result;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.2 | p256,sha256,secp256r1,aes128gcm | ECDSA_P256 SHA_256 SECP_256_R1 AES_128_GCM",
                "1.2 | ed25519,sha512,meas-sha512,chacha20poly1305 | SHA_512 ED25519 SHA_512 SECP_384_R1 CHACHA20_POLY1305",
                "1.3 | rsapss2048,sha3-384,ffdhe2048 | RSAPSS_2048 SHA3_384 FFDHE_2048",
                "1.4 | mldsa65,mlkem768,aes256gcm | ML_DSA_65 AES_256_GCM SPDM ML_KEM_768",
            })
    void bothEndsUseTheAlgorithmsThatAreNamed(String version, String names, String agreed) {
        String[] wire = {"--spdm", version, "--algorithms", names};

        CommandResult result = drive(new RunningDevice(wire), wire);

        assertThat(result.text()).contains(agreed.split(" ")).contains(" 0 failed");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void theSpecificationsProfileTakesLargeSignaturesToo() {
        String[] wire = {"--spdm", "1.4", "--algorithms", "mldsa87"};

        CommandResult result = drive(
                new RunningDevice("--profile", "spec", "--spdm", "1.4", "--algorithms", "mldsa87"),
                "--no-tdisp",
                wire[0],
                wire[1],
                wire[2],
                wire[3]);

        assertThat(result.text()).contains("ML_DSA_87");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void nothingInCommonIsAFailure() {
        CommandResult result = drive(new RunningDevice("--algorithms", "p256"), "--algorithms", "p384");

        assertThat(result.exitCode()).isOne();
        assertThat(result.text()).contains("NEGOTIATE_ALGORITHMS was refused");
    }

    @Test
    void keyOfTheIdentityDecidesAboutTheSignature() throws Exception {
        IdentityFiles.write(folder, "bundle_responder.certchain.der", "end_responder.key", LeafOptions.DEFAULT);

        CommandResult result = drive(new RunningDevice("--identity", folder.toString()));

        assertThat(result.text()).contains("ECDSA_P256");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void keyOfAnotherAlgorithmThanNamedIsRefused() throws Exception {
        IdentityFiles.write(folder, "chain.der", "key.der", LeafOptions.DEFAULT);

        CommandResult result = CommandResult.run(
                "device", "--listen", "127.0.0.1:0", "--identity", folder.toString(), "--algorithms", "p384");

        assertThat(result.exitCode()).isOne();
        assertThat(result.text()).contains("is for [ECDSA_P256], not for [ECDSA_P384]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"device --listen 127.0.0.1:0", "host --connect 127.0.0.1:1"})
    void unknownNamesAreAnsweredByAllThereAre(String command) {
        CommandResult result = CommandResult.run((command + " --algorithms p384,p385").split(" "));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.text())
                .contains(
                        "'p385' is no algorithm", "p384", "ed25519", "slhdsa-sha2-128s", "mlkem768", "sm4gcm", "req-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"device --listen 127.0.0.1:0", "host --connect 127.0.0.1:1"})
    void namesThatNoVersionKnowsAreRefused(String command) {
        CommandResult result = CommandResult.run((command + " --spdm 1.2,1.3 --algorithms p384,mlkem512").split(" "));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.text()).contains("--algorithms: mlkem512 needs --spdm 1.4");
    }

    @Test
    void everyAlgorithmHasANameOfItsOwn() {
        List<String> names = new ArrayList<>();
        new AlgorithmName.Candidates().iterator().forEachRemaining(names::add);

        assertThat(new HashSet<>(names)).hasSameSizeAs(names);
        assertThat(names).allMatch(name -> name.matches("[a-z0-9-]+"));
        assertThat(names)
                .hasSize(Stream.of(AlgorithmCategory.values())
                        .filter(category -> category != AlgorithmCategory.KEY_SCHEDULE)
                        .mapToInt(category -> category.algorithms().size())
                        .sum());
    }

    @Test
    void kindsThatAreNotNamedStayAsTheyAre() {
        AlgorithmPreferences chosen = choice("aes128gcm", "chacha20poly1305").applyTo(AlgorithmPreferences.TDISP);

        assertThat(chosen.byCategory().get(AlgorithmCategory.AEAD))
                .isEqualTo(List.of(AeadAlgorithm.AES_128_GCM, AeadAlgorithm.CHACHA20_POLY1305));
        assertThat(chosen.byCategory().get(AlgorithmCategory.DHE)).isEqualTo(List.of(DheGroup.SECP_384_R1));
    }

    @Test
    void whoNamesOnlyPostQuantumWantsNothingElse() {
        AlgorithmPreferences chosen = choice("mldsa44", "mlkem512").applyTo(AlgorithmPreferences.TDISP);

        assertThat(chosen.of(AlgorithmCategory.BASE_ASYM, SpdmVersion.V1_4)).isEmpty();
        assertThat(chosen.of(AlgorithmCategory.DHE, SpdmVersion.V1_4)).isEmpty();
    }

    @Test
    void repeatedNamesCountOnce() {
        AlgorithmPreferences chosen = choice("p384", "P384").applyTo(AlgorithmPreferences.TDISP);

        assertThat(chosen.byCategory().get(AlgorithmCategory.BASE_ASYM))
                .isEqualTo(AlgorithmPreferences.TDISP.byCategory().get(AlgorithmCategory.BASE_ASYM));
        assertThatThrownBy(() -> choice("")).hasMessageContaining("'' is no algorithm");
    }
}
