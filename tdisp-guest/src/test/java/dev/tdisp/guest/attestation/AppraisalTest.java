package dev.tdisp.guest.attestation;

import static dev.tdisp.guest.attestation.AppraisalScene.CARD;
import static dev.tdisp.guest.attestation.AppraisalScene.EPOCH;
import static dev.tdisp.guest.attestation.AppraisalScene.GUEST_BAR;
import static dev.tdisp.guest.attestation.AppraisalScene.HASH;
import static dev.tdisp.guest.attestation.AppraisalScene.VENDOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.report.InterfaceFeature;
import dev.tdisp.core.report.InterfaceInfo;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.attestation.CheckResult.Outcome;
import dev.tdisp.host.tsm.BindEpoch;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.host.vmm.GuestWindow;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateAuthority;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.measurement.DeviceMeasurements;
import dev.tdisp.spdm.measurement.DeviceMode;
import dev.tdisp.spdm.measurement.Measurement;
import dev.tdisp.spdm.measurement.MeasurementType;
import dev.tdisp.spdm.measurement.ReferenceValues;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AppraisalTest {
    private final AppraisalScene scene = new AppraisalScene();

    private void failsOnly(Check check) {
        Verdict verdict = scene.verdict();
        assertThat(verdict.failures()).containsExactly(check);
        assertThat(verdict.isAcceptable()).isFalse();
        assertThat(verdict.of(check).evidence()).isNotBlank();
        assertThat(verdict.of(check).reason()).isNotBlank();
    }

    @Test
    void goodEvidencePassesEveryCheck() {
        Verdict verdict = scene.verdict();

        assertThat(verdict.results())
                .extracting(CheckResult::check)
                .containsExactlyElementsOf(Check.of(Appraiser.GUEST));
        assertThat(verdict.results())
                .allSatisfy(result -> assertThat(result.outcome()).isEqualTo(Outcome.PASSED));
        assertThat(verdict.isAcceptable()).isTrue();
        assertThat(verdict.epoch()).isEqualTo(EPOCH);
    }

    @Test
    void planSaysWhereEachRangeBelongs() {
        assertThat(scene.verdict().plan())
                .containsExactly(
                        new PlannedRange(0, GUEST_BAR, true),
                        new PlannedRange(1, GUEST_BAR + 0x2000, false),
                        new PlannedRange(2, GUEST_BAR + 0x3000, true),
                        new PlannedRange(3, GUEST_BAR + 0x10_0000, true));
    }

    @Test
    void oldSessionIsNotGoodEnough() {
        scene.policy = scene.policy.withOldestVersion(SpdmVersion.V1_3);

        failsOnly(Check.SESSION);
    }

    @Test
    void sessionWithoutTheRequiredProtectionIsNotGoodEnough() {
        scene.suite = AlgorithmSuite.builder()
                .hash(HashAlgorithm.SHA_384)
                .signature(AsymmetricAlgorithm.ECDSA_P384)
                .aead(AeadAlgorithm.AES_128_GCM)
                .build();

        failsOnly(Check.SESSION);
    }

    @ParameterizedTest
    @EnumSource(EvidenceKind.class)
    @Tag("GAP-RPT-32")
    void changedBlobIsNoEvidence(EvidenceKind kind) {
        scene.forged.put(kind, Bytes.fromHex("00"));

        failsOnly(digestCheckOf(kind));
    }

    @ParameterizedTest
    @EnumSource(EvidenceKind.class)
    void withheldBlobIsNoEvidence(EvidenceKind kind) {
        scene.forged.put(kind, Bytes.EMPTY);

        failsOnly(digestCheckOf(kind));
    }

    private static Check digestCheckOf(EvidenceKind kind) {
        return switch (kind) {
            case NEGOTIATION -> Check.NEGOTIATION_DIGEST;
            case CERTIFICATE_CHAIN -> Check.CHAIN_DIGEST;
            case MEASUREMENTS -> Check.MEASUREMENTS_DIGEST;
            case INTERFACE_REPORT -> Check.REPORT_DIGEST;
        };
    }

    @Test
    void whatHangsOnAForgedBlobIsNotJudged() {
        scene.forged.put(EvidenceKind.INTERFACE_REPORT, Bytes.fromHex("00"));

        Verdict verdict = scene.verdict();

        assertThat(verdict.of(Check.FIRMWARE_FROZEN).outcome()).isEqualTo(Outcome.NOT_JUDGED);
        assertThat(verdict.of(Check.RANGES_IN_ORDER).outcome()).isEqualTo(Outcome.NOT_JUDGED);
        assertThat(verdict.plan()).isEmpty();
    }

    @Test
    void genuineChainOfAnotherDeviceIsCaughtByItsDigest() {
        DeviceIdentity other = VENDOR.issue(new DeviceName("ACME", "Accelerator", "0002"));
        scene.forged.put(EvidenceKind.CERTIFICATE_CHAIN, other.chain(HASH).encode());

        failsOnly(Check.CHAIN_DIGEST);
    }

    @Test
    void unknownRootIsNotTrusted() {
        scene.identity = CertificateAuthority.root("Somebody", AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(2))
                .issue(CARD);
        scene.policy = scene.policy.toBuilder()
                .pin(Pin.of(Pin.Subject.ROOT, HashAlgorithm.SHA_384, scene.identity.chain(HASH)))
                .build();

        failsOnly(Check.CHAIN_TRUST);
    }

    @Test
    void anotherDeviceOfTheSameVendorIsNotTheExpectedOne() {
        scene.identity = VENDOR.issue(new DeviceName("ACME", "Accelerator", "0002"));

        failsOnly(Check.DEVICE_IDENTITY);
    }

    @Test
    void policyWithoutNamesTakesAnyDeviceOfTheVendor() {
        scene.identity = VENDOR.issue(new DeviceName("ACME", "Accelerator", "0002"));
        scene.policy = scene.policy.withDevices(Set.of());

        Verdict verdict = scene.verdict();

        assertThat(verdict.isAcceptable()).isTrue();
        assertThat(verdict.undemanded()).containsExactly(Check.DEVICE_IDENTITY);
    }

    @Test
    void policyWithoutReferenceValuesJudgesNoMeasurements() {
        scene.policy = scene.policy.withReferenceValues(ReferenceValues.of(List.of()));

        Verdict verdict = scene.verdict();

        assertThat(verdict.isAcceptable()).isTrue();
        assertThat(verdict.undemanded()).containsExactly(Check.MEASUREMENTS_GOOD);
        assertThat(verdict.of(Check.MEASUREMENTS_GOOD).reason()).contains("no reference values");
    }

    @Test
    void forgedMeasurementsAreRefusedEvenIfNobodyComparesThem() {
        scene.policy = scene.policy.withReferenceValues(ReferenceValues.of(List.of()));
        scene.forged.put(EvidenceKind.MEASUREMENTS, Bytes.fromHex("00"));

        failsOnly(Check.MEASUREMENTS_DIGEST);
    }

    @Test
    void modeThatIsNotMeasuredIsNotPraised() {
        scene.measurements = DeviceMeasurements.of(List.of(
                Measurement.of(1, MeasurementType.IMMUTABLE_ROM, Bytes.fromHex("0101")),
                Measurement.of(2, MeasurementType.MUTABLE_FIRMWARE, Bytes.fromHex("0202"))));

        Verdict verdict = scene.verdict();

        assertThat(verdict.isAcceptable()).isTrue();
        assertThat(verdict.undemanded()).containsExactly(Check.DEVICE_MODE);
    }

    @Test
    void oldMeasurementsAreNotFresh() {
        scene.nonceOfMeasurements = Bytes.filled(0x22, 32);

        failsOnly(Check.MEASUREMENTS_FRESH);
    }

    @Test
    void otherFirmwareIsNotGood() {
        scene.measurements =
                scene.measurements.with(Measurement.of(2, MeasurementType.MUTABLE_FIRMWARE, Bytes.fromHex("BAD0")));

        failsOnly(Check.MEASUREMENTS_GOOD);
    }

    @Test
    void openDebuggerIsSeenInTheDeviceMode() {
        var mode = new DeviceMode(DeviceMode.NORMAL, DeviceMode.NORMAL, 0x1F, DeviceMode.INVASIVE_DEBUG_ACTIVE);
        scene.measurements = scene.measurements.with(Measurement.deviceMode(mode));

        failsOnly(Check.DEVICE_MODE);
    }

    @Test
    void insecureStreamIsSeen() {
        scene.streamSecure = false;

        failsOnly(Check.STREAM_SECURE);
    }

    @ParameterizedTest
    @EnumSource(value = TdiState.class, names = "CONFIG_LOCKED", mode = EnumSource.Mode.EXCLUDE)
    void onlyALockedInterfaceIsAccepted(TdiState state) {
        scene.state = state;

        failsOnly(Check.STATE_LOCKED);
    }

    @Test
    void missingLockFlagIsSeen() {
        scene.policy = scene.policy.withRequiredFlags(LockFlags.of(LockFlag.NO_FW_UPDATE, LockFlag.LOCK_MSIX));

        failsOnly(Check.LOCK_FLAGS);
    }

    @Test
    @Tag("T-144")
    void overlappingRangesAreInconsistent() {
        scene.ranges = List.of(AppraisalScene.range(0, 2, 0), AppraisalScene.range(1, 2, 0));

        failsOnly(Check.REPORT_CONSISTENT);
    }

    @Test
    void reservedBitsAreInconsistent() {
        scene.reserved = 1;

        failsOnly(Check.REPORT_CONSISTENT);
    }

    @Test
    void firmwareThatCanBeUpdatedIsSeenInTheReport() {
        scene.info = InterfaceInfo.of(InterfaceFeature.DMA_WITHOUT_PASID);

        failsOnly(Check.FIRMWARE_FROZEN);
    }

    @Test
    void guestThatDoesNotMindUpdatesStillSeesADroppedFlag() {
        scene.policy = scene.policy.withFirmwareFrozen(false).withRequiredFlags(LockFlags.NONE);
        scene.info = InterfaceInfo.of(InterfaceFeature.DMA_WITHOUT_PASID);

        failsOnly(Check.FIRMWARE_FROZEN);

        scene.flags = LockFlags.NONE;
        assertThat(scene.verdict().isAcceptable()).isTrue();
    }

    @Test
    void enabledFeatureMustBeAllowed() {
        scene.info = scene.info.with(InterfaceFeature.ATS_ENABLED);

        failsOnly(Check.FEATURES_ALLOWED);
    }

    @Test
    @Tag("T-145")
    void rangesOutOfOrderAreRefused() {
        scene.ranges = List.of(AppraisalScene.range(3, 2, 0), AppraisalScene.range(0, 2, 0));

        failsOnly(Check.RANGES_IN_ORDER);
    }

    @Test
    @Tag("T-145")
    @Tag("GAP-RPT-27")
    void rangeWithoutAWindowIsRefused() {
        scene.ranges = List.of(AppraisalScene.range(0, 2, 0), AppraisalScene.range(0x100, 1, 4));

        failsOnly(Check.RANGES_IN_ORDER);
    }

    @Test
    void rangeLargerThanItsWindowIsRefused() {
        scene.windows = List.of(new GuestWindow(0, GUEST_BAR, 0x1000), scene.windows.get(1));

        failsOnly(Check.RANGES_IN_ORDER);
    }

    @Test
    void rebindingWhileEvidenceIsCollectedIsSeen() {
        scene.epochAfter = new BindEpoch(9, 2, 3);

        failsOnly(Check.ONE_EPOCH);
    }

    @Test
    void lockWithoutAMeasurementOfItsOwnIsSeen() {
        scene.epochBefore = new BindEpoch(1, 0, 3);
        scene.epochAfter = new BindEpoch(1, 0, 3);

        failsOnly(Check.MEASURED_IN_LOCK);
    }
}
