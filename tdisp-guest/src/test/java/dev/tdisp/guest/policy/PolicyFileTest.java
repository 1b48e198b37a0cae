package dev.tdisp.guest.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.report.InterfaceFeature;
import dev.tdisp.core.report.InterfaceInfo;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.guest.attestation.Check;
import dev.tdisp.guest.attestation.Pin;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateAuthority;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import dev.tdisp.spdm.measurement.MeasurementType;
import dev.tdisp.spdm.measurement.ReferenceValues;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyFileTest {
    private static final long SEED = Long.getLong("tdisp.seed", 21);
    private static final X509Certificate ROOT = CertificateAuthority.root(
                    "Root", AsymmetricAlgorithm.ECDSA_P256, RandomSource.seeded(1))
            .root();
    private static final AppraisalPolicy FULL = AppraisalPolicy.builder()
            .anchor(ROOT)
            .device(new DeviceName("ACME", "Accelerator", "0001"))
            .pin(new Pin(Pin.Subject.PUBLIC_KEY, HashAlgorithm.SHA_256, Bytes.filled(7, 32)))
            .pin(new Pin(Pin.Subject.CHAIN, HashAlgorithm.SHA_512, Bytes.filled(8, 64)))
            .measurements(ReferenceValues.of(List.of(
                    MeasurementBlock.raw(7, MeasurementType.SECURITY_VERSION_NUMBER, Bytes.filled(1, 8)),
                    MeasurementBlock.digest(1, MeasurementType.IMMUTABLE_ROM, Bytes.filled(2, 48)),
                    MeasurementBlock.digest(1, MeasurementType.IMMUTABLE_ROM, Bytes.filled(3, 48)))))
            .oldestVersion(SpdmVersion.V1_3)
            .aeads(Set.of(AeadAlgorithm.AES_256_GCM, AeadAlgorithm.CHACHA20_POLY1305))
            .requiredFlags(LockFlags.of(LockFlag.NO_FW_UPDATE, LockFlag.LOCK_MSIX))
            .firmwareFrozen(false)
            .allowedFeatures(InterfaceInfo.of(InterfaceFeature.NO_FW_UPDATE, InterfaceFeature.ATS_ENABLED))
            .wholeWindows(true)
            .demand(Check.DEVICE_MODE, Check.DEVICE_PINNED)
            .build();

    private static AppraisalPolicy read(String text) {
        return PolicyFile.read(Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whatIsWrittenIsReadAsTheSamePolicy() {
        String text = PolicyText.of(FULL);

        AppraisalPolicy policy = read(text);

        assertThat(PolicyText.of(policy)).isEqualTo(text);
        assertThat(policy)
                .usingRecursiveComparison()
                .ignoringFields("referenceValues")
                .isEqualTo(FULL);
        assertThat(policy.referenceValues().blocks())
                .isEqualTo(FULL.referenceValues().blocks());
    }

    @Test
    void emptyFileDemandsWhatEveryGuestShould() {
        assertThat(PolicyText.of(read("{}"))).isEqualTo(PolicyText.of(AppraisalPolicy.trusting(List.of())));
    }

    @ParameterizedTest
    @EnumSource(PolicyKey.class)
    void eachKeyChangesThePolicyAlone(PolicyKey key) {
        String usual = PolicyText.of(read("{}"));
        String line = "\"%s\" : ".formatted(key.key());
        String full = PolicyText.of(FULL);
        int start = full.indexOf(line) + line.length();
        int end = full.indexOf(",\n  \"", start) < 0 ? full.lastIndexOf("\n}") : full.indexOf(",\n  \"", start);

        String changed = PolicyText.of(read("{" + line + full.substring(start, end) + "}"));

        assertThat(changed).isNotEqualTo(usual).contains(line + full.substring(start, end));
    }

    @Test
    void certificateMayBeOnePemBlock() {
        String pem = "-----BEGIN CERTIFICATE-----\\n%s\\n-----END CERTIFICATE-----"
                .formatted(Base64.getEncoder().encodeToString(ROOT.encoded().toArray()));

        assertThat(read("{\"anchors\": [\"%s\"]}".formatted(pem)).anchors()).containsExactly(ROOT);
    }

    @Test
    void severalPemBlocksInOneValueAreNotReadForOne() {
        String pem = "-----BEGIN CERTIFICATE-----\\n%s\\n-----END CERTIFICATE-----\\n"
                .formatted(Base64.getEncoder().encodeToString(ROOT.encoded().toArray()));

        assertThatThrownBy(() -> read("{\"anchors\": [\"%s\"]}".formatted(pem + pem)))
                .isInstanceOf(PolicyFileException.class)
                .hasMessageContaining("2 certificates in one value");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{@ \"divices\": []}                       | line 2, column 2: unknown key divices; known are [anchors,",
                "{@@ \"firmware-frozen\": \"yes\"}         | line 3, column 21: true or false is expected, not value string",
                "{\"oldest-version\": \"1.9\"}             | line 1, column 20: 1.9 is not among [1.0, 1.1,",
                "{\"aeads\": [\"AES\"]}                    | line 1, column 12: AES is not among [AES_128_GCM,",
                "{\"devices\": \"ACME:A:1\"}               | line 1, column 13: a list is expected, not value string",
                "{\"devices\": [@\"ACME\"]}                | line 2, column 1: ACME is not manufacturer:product:serial",
                "{\"anchors\": [\"AAAA\"]}                 | line 1, column 14: not a certificate",
                "{\"pins\": [{\"of\": \"leaf\"}]}          | line 1, column 24: hash is missing",
                "{\"pins\": [{\"by\": 1}]}                 | line 1, column 12: unknown key by; known are [of, hash, digest]",
                "{\"measurements\": [{\"index\": 255}]}    | line 1, column 29: 255 is not between 1 and 254",
                "{\"measurements\": [{\"value\": \"0\"}]}  | line 1, column 29: not hexadecimal",
                "{\"demand\": [\"RUN\"]}                   | line 1, column 13: RUN is not among [SESSION,",
                "{\"demand\": [], \"demand\": []}          | line 1, column",
                "{\"demand\": [                            | line 1, column",
                "[]                                        | line 1, column 1: an object is expected, not start array",
                "{} {}                                     | line 1, column 4: something stands behind the policy",
            })
    void whatIsNoPolicyIsRefusedWithLineAndReason(String text, String complaint) {
        assertThatThrownBy(() -> read(text.strip().replace('@', '\n')))
                .isInstanceOf(PolicyFileException.class)
                .hasMessageStartingWith(complaint.strip());
    }

    @Test
    void nothingIsNoPolicy() {
        assertThatThrownBy(() -> read("")).isInstanceOf(PolicyFileException.class);
        assertThatThrownBy(() -> PolicyFile.read(Bytes.filled(' ', 2 << 20)))
                .isInstanceOf(PolicyFileException.class)
                .hasMessageContaining("too many");
    }

    @Test
    void anyBytesGiveAPolicyOrAPlace() {
        var random = RandomSource.seeded(SEED);
        Bytes text = Bytes.of(PolicyText.of(FULL).getBytes(StandardCharsets.UTF_8));
        for (int run = 0; run < 5000; run++) {
            Bytes noise = random.next(6);
            int at = (noise.at(0) << 8 | noise.at(1)) % text.size();
            Bytes bad = noise.at(2) % 2 == 0 ? text.with(at, noise.at(3)) : text.slice(0, at);
            try {
                PolicyFile.read(bad);
            } catch (PolicyFileException e) {
                assertThat(e.line()).as("seed %d, run %d", SEED, run).isPositive();
                assertThat(e.column()).as("seed %d, run %d", SEED, run).isPositive();
            }
        }
    }
}
