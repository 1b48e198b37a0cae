package dev.tdisp.guest.attestation;

import static dev.tdisp.guest.attestation.AppraisalScene.CARD;
import static dev.tdisp.guest.attestation.AppraisalScene.NONCE;
import static dev.tdisp.guest.attestation.AppraisalScene.NOW;
import static dev.tdisp.guest.attestation.AppraisalScene.VENDOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.InterfaceFeature;
import dev.tdisp.core.report.InterfaceInfo;
import dev.tdisp.core.report.MmioAddressUnit;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.attestation.CheckResult.Outcome;
import dev.tdisp.host.tsm.BindEpoch;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.host.tsm.LinkStatus;
import dev.tdisp.host.tsm.SignedMeasurements;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateAuthority;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.measurement.DeviceMode;
import dev.tdisp.spdm.measurement.Measurement;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import dev.tdisp.spdm.measurement.MeasurementType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RemoteAppraisalTest {
    private static final Map<Check, Consumer<RemoteAppraisalTest>> SPOILED = spoiled();

    private final AppraisalScene scene = new AppraisalScene();
    private boolean isSigned = true;
    private boolean hasWord = true;
    private Optional<Bytes> challenge = Optional.of(NONCE);

    private static Map<Check, Consumer<RemoteAppraisalTest>> spoiled() {
        Map<Check, Consumer<RemoteAppraisalTest>> table = new EnumMap<>(Check.class);
        table.put(Check.SESSION, test -> test.scene.policy = test.scene.policy.withOldestVersion(SpdmVersion.V1_3));
        table.put(Check.CHAIN_TRUST, RemoteAppraisalTest::issueBySomebody);
        table.put(Check.DEVICE_IDENTITY, test -> test.scene.identity = VENDOR.issue(new DeviceName("ACME", "B", "1")));
        table.put(
                Check.DEVICE_PINNED,
                test -> test.scene.policy = test.scene.policy.toBuilder()
                        .pin(new Pin(Pin.Subject.LEAF, HashAlgorithm.SHA_256, Bytes.filled(9, 32)))
                        .build());
        table.put(
                Check.MEASUREMENTS_SIGNED,
                test -> test.scene.measurementSigner =
                        Optional.of(VENDOR.issue(CARD).signer()));
        table.put(Check.MEASUREMENTS_FRESH, test -> test.scene.nonceOfMeasurements = Bytes.filled(0x22, 32));
        table.put(Check.MEASURED_IN_LOCK, test -> test.scene.epochAfter = new BindEpoch(1, 0, 3));
        table.put(
                Check.MEASUREMENTS_GOOD,
                test -> test.measure(Measurement.of(2, MeasurementType.MUTABLE_FIRMWARE, Bytes.fromHex("BAD0"))));
        table.put(
                Check.DEVICE_MODE,
                test -> test.measure(Measurement.deviceMode(
                        new DeviceMode(DeviceMode.NORMAL, DeviceMode.NORMAL, 0x1F, DeviceMode.INVASIVE_DEBUG_ACTIVE))));
        table.put(Check.STREAM_SECURE, test -> test.scene.streamSecure = false);
        table.put(Check.STATE_LOCKED, test -> test.scene.state = TdiState.ERROR);
        table.put(Check.LOCK_FLAGS, test -> test.scene.flags = LockFlags.NONE);
        table.put(
                Check.FIRMWARE_FROZEN, test -> test.scene.info = InterfaceInfo.of(InterfaceFeature.DMA_WITHOUT_PASID));
        table.put(Check.REPORT_CONSISTENT, test -> test.scene.reserved = 1);
        table.put(Check.FEATURES_ALLOWED, test -> test.scene.info = test.scene.info.with(InterfaceFeature.ATS_ENABLED));
        table.put(Check.TOKEN_SIGNED, test -> test.isSigned = false);
        table.put(Check.TOKEN_FRESH, test -> test.challenge = Optional.of(Bytes.filled(3, 32)));
        table.put(
                Check.DEMANDS_MET,
                test -> test.scene.policy = test.scene.policy.withDevices(Set.of()).toBuilder()
                        .demand(Check.DEVICE_IDENTITY)
                        .build());
        return table;
    }

    private void issueBySomebody() {
        scene.identity = CertificateAuthority.root("Somebody", AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(2))
                .issue(CARD);
        scene.policy = scene.policy.toBuilder()
                .pin(Pin.of(Pin.Subject.ROOT, HashAlgorithm.SHA_384, scene.identity.chain(AppraisalScene.HASH)))
                .build();
    }

    private void measure(Measurement other) {
        scene.measurements = scene.measurements.with(other);
    }

    private RemoteVerdict verdict() {
        return RemoteAppraisal.appraise(evidence(), scene.policy, challenge, NOW);
    }

    private RemoteEvidence evidence() {
        Evidence evidence = scene.evidence();
        LinkStatus link = evidence.after().link();
        var hash = Hash.of(evidence.after().digests().hash());
        var chain = CertificateChain.decode(
                evidence.blob(EvidenceKind.CERTIFICATE_CHAIN).orElseThrow(), hash);
        var measurements = SignedMeasurements.decode(
                evidence.blob(EvidenceKind.MEASUREMENTS).orElseThrow());
        var report = DeviceInterfaceReport.decode(
                evidence.blob(EvidenceKind.INTERFACE_REPORT).orElseThrow(), MmioAddressUnit.PAGE);
        return new RemoteEvidence(
                "spdm:" + CARD,
                isSigned,
                evidence.nonce(),
                chain.certificates(),
                MeasurementBlock.decodeAll(measurements.record()),
                Optional.of(MeasurementProof.of(
                        link.version(), link.algorithms(), AppraisalScene.NEGOTIATION, measurements)),
                Optional.of(report),
                hasWord ? Optional.of(InterfaceWord.of(evidence.after())) : Optional.empty());
    }

    private static Stream<Check> checks() {
        return Check.of(Appraiser.RELYING_PARTY).stream();
    }

    @ParameterizedTest
    @MethodSource("checks")
    void tokenThatIsBadInOnePointFailsOneCheck(Check check) {
        assertThat(verdict().results()).extracting(CheckResult::check).containsExactlyElementsOf(checks().toList());
        assertThat(verdict().isAcceptable()).as("before it was spoiled").isTrue();

        SPOILED.get(check).accept(this);

        RemoteVerdict verdict = verdict();
        assertThat(verdict.failures()).containsExactly(check);
        assertThat(verdict.isAcceptable()).isFalse();
        assertThat(verdict.explanation().text()).isEqualTo("rejected: spdm:ACME:Accelerator:0001");
    }

    @Test
    void whatATokenOfTheDraftCannotSayIsNotDemandedUnlessThePolicyInsists() {
        hasWord = false;

        assertThat(verdict().isAcceptable()).isTrue();
        assertThat(verdict().results())
                .filteredOn(result -> result.outcome() == Outcome.NOT_DEMANDED)
                .extracting(CheckResult::check)
                .containsExactly(
                        Check.SESSION,
                        Check.MEASURED_IN_LOCK,
                        Check.STREAM_SECURE,
                        Check.STATE_LOCKED,
                        Check.LOCK_FLAGS);

        scene.policy = scene.policy.toBuilder().demand(Check.STATE_LOCKED).build();

        assertThat(verdict().failures()).containsExactly(Check.DEMANDS_MET);
    }

    @Test
    void versionThatTheDeviceSignedIsJudgedWithoutAWord() {
        hasWord = false;
        scene.policy = scene.policy.withOldestVersion(SpdmVersion.V1_3);

        assertThat(verdict().failures()).containsExactly(Check.SESSION);
    }

    @Test
    void nothingOfAForgedTokenIsJudged() {
        isSigned = false;

        assertThat(verdict().results())
                .filteredOn(result -> result.outcome() == Outcome.PASSED)
                .extracting(CheckResult::check)
                .containsExactly(Check.TOKEN_FRESH, Check.DEMANDS_MET);
    }

    @Test
    void blocksThatTheDeviceDidNotSignAreSeen() {
        RemoteEvidence genuine = evidence();
        List<MeasurementBlock> invented =
                List.of(MeasurementBlock.digest(2, MeasurementType.MUTABLE_FIRMWARE, Bytes.filled(1, 48)));
        var evidence = new RemoteEvidence(
                genuine.device(),
                true,
                genuine.nonce(),
                genuine.certificates(),
                invented,
                genuine.proof(),
                genuine.report(),
                genuine.word());

        RemoteVerdict verdict = RemoteAppraisal.appraise(evidence, scene.policy, challenge, NOW);

        assertThat(verdict.failures()).containsExactly(Check.MEASUREMENTS_SIGNED);
    }
}
