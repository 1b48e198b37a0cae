package dev.tdisp.guest.attestation;

import static dev.tdisp.guest.attestation.AppraisalScene.CARD;
import static dev.tdisp.guest.attestation.AppraisalScene.HASH;
import static dev.tdisp.guest.attestation.AppraisalScene.VENDOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.report.InterfaceFeature;
import dev.tdisp.core.report.InterfaceInfo;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.attestation.CheckResult.Outcome;
import dev.tdisp.host.tsm.BindEpoch;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateAuthority;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.measurement.DeviceMode;
import dev.tdisp.spdm.measurement.Measurement;
import dev.tdisp.spdm.measurement.MeasurementType;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** For each check, evidence that fails this one and no other. */
class EachCheckFailsAloneTest {
    private static final Map<Check, Consumer<AppraisalScene>> SPOILED = spoiled();

    private static Map<Check, Consumer<AppraisalScene>> spoiled() {
        Map<Check, Consumer<AppraisalScene>> table = new EnumMap<>(Check.class);
        table.put(Check.SESSION, scene -> scene.policy = scene.policy.withOldestVersion(SpdmVersion.V1_3));
        table.put(Check.NEGOTIATION_DIGEST, scene -> scene.forged.put(EvidenceKind.NEGOTIATION, Bytes.of((byte) 1)));
        table.put(
                Check.CHAIN_DIGEST,
                scene -> scene.forged.put(
                        EvidenceKind.CERTIFICATE_CHAIN,
                        VENDOR.issue(CARD).chain(HASH).encode()));
        table.put(Check.CHAIN_TRUST, EachCheckFailsAloneTest::issueBySomebody);
        table.put(Check.DEVICE_IDENTITY, scene -> scene.identity = VENDOR.issue(new DeviceName("ACME", "Other", "1")));
        table.put(Check.DEVICE_PINNED, EachCheckFailsAloneTest::renewKey);
        table.put(Check.MEASUREMENTS_DIGEST, scene -> scene.forged.put(EvidenceKind.MEASUREMENTS, Bytes.EMPTY));
        table.put(
                Check.MEASUREMENTS_SIGNED,
                scene ->
                        scene.measurementSigner = Optional.of(VENDOR.issue(CARD).signer()));
        table.put(Check.MEASUREMENTS_FRESH, scene -> scene.nonceOfMeasurements = Bytes.filled(0x22, 32));
        table.put(Check.MEASURED_IN_LOCK, scene -> setEpochs(scene, new BindEpoch(1, 0, 3), new BindEpoch(1, 0, 3)));
        table.put(
                Check.MEASUREMENTS_GOOD,
                scene -> measure(scene, Measurement.of(2, MeasurementType.MUTABLE_FIRMWARE, Bytes.fromHex("BAD0"))));
        table.put(
                Check.DEVICE_MODE,
                scene -> measure(
                        scene,
                        Measurement.deviceMode(new DeviceMode(
                                DeviceMode.NORMAL, DeviceMode.NORMAL, 0x1F, DeviceMode.INVASIVE_DEBUG_ACTIVE))));
        table.put(Check.STREAM_SECURE, scene -> scene.streamSecure = false);
        table.put(Check.STATE_LOCKED, scene -> scene.state = TdiState.RUN);
        table.put(Check.LOCK_FLAGS, scene -> scene.flags = LockFlags.NONE);
        putReports(table);
        return table;
    }

    private static void putReports(Map<Check, Consumer<AppraisalScene>> table) {
        table.put(Check.FIRMWARE_FROZEN, scene -> scene.info = InterfaceInfo.of(InterfaceFeature.DMA_WITHOUT_PASID));
        table.put(Check.REPORT_DIGEST, scene -> scene.forged.put(EvidenceKind.INTERFACE_REPORT, Bytes.filled(0, 20)));
        table.put(Check.REPORT_CONSISTENT, scene -> scene.reserved = 1);
        table.put(
                Check.RANGES_FILL_WINDOWS,
                scene -> scene.ranges = scene.ranges.subList(0, 3).subList(0, 2));
        table.put(Check.RANGES_IN_ORDER, scene -> scene.windows = List.of());
        table.put(Check.ONE_EPOCH, scene -> setEpochs(scene, new BindEpoch(1, 2, 3), new BindEpoch(1, 2, 4)));
        table.put(Check.FEATURES_ALLOWED, scene -> scene.info = scene.info.with(InterfaceFeature.ATS_ENABLED));
        table.put(
                Check.DEMANDS_MET,
                scene -> scene.policy = scene.policy.withDevices(Set.of()).toBuilder()
                        .demand(Check.DEVICE_IDENTITY)
                        .build());
    }

    private static void issueBySomebody(AppraisalScene scene) {
        scene.identity = CertificateAuthority.root("Somebody", AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(2))
                .issue(CARD);
        scene.policy = scene.policy.toBuilder()
                .pin(Pin.of(Pin.Subject.ROOT, HashAlgorithm.SHA_384, scene.identity.chain(HASH)))
                .build();
    }

    private static void renewKey(AppraisalScene scene) {
        scene.policy = scene.policy.toBuilder()
                .pin(Pin.of(Pin.Subject.PUBLIC_KEY, HashAlgorithm.SHA_256, scene.identity.chain(HASH)))
                .build();
        scene.identity = VENDOR.issue(CARD);
    }

    private static void setEpochs(AppraisalScene scene, BindEpoch before, BindEpoch after) {
        scene.epochBefore = before;
        scene.epochAfter = after;
    }

    private static void measure(AppraisalScene scene, Measurement other) {
        scene.measurements = scene.measurements.with(other);
    }

    private static Stream<Check> checks() {
        return Check.of(Appraiser.GUEST).stream();
    }

    @ParameterizedTest
    @MethodSource("checks")
    void evidenceThatIsBadInOnePointFailsOneCheck(Check check) {
        var scene = new AppraisalScene();
        assertThat(scene.verdict().isAcceptable()).as("before it was spoiled").isTrue();

        SPOILED.get(check).accept(scene);

        Verdict verdict = scene.verdict();
        assertThat(verdict.failures()).containsExactly(check);
        assertThat(verdict.isAcceptable()).isFalse();
        CheckResult result = verdict.of(check);
        assertThat(List.of(result.evidence(), result.expected(), result.actual(), result.reason()))
                .noneMatch(String::isBlank);
        assertThat(result.reason()).isNotEqualTo(check.sentence());
    }

    @ParameterizedTest
    @EnumSource(value = TdiState.class, names = "RUN", mode = EnumSource.Mode.EXCLUDE)
    void interfaceThatDoesNotRunAfterStartFailsTheLastCheck(TdiState state) {
        Verdict verdict = new AppraisalScene().verdict().afterStart(state);

        assertThat(verdict.failures()).containsExactly(Check.RUNS);
        assertThat(verdict.isAcceptable()).isFalse();
    }

    @Test
    void interfaceThatRunsPassesAll() {
        Verdict verdict =
                new AppraisalScene().verdict().afterStart(TdiState.ERROR).afterStart(TdiState.RUN);

        assertThat(verdict.results())
                .allSatisfy(result -> assertThat(result.outcome()).isEqualTo(Outcome.PASSED));
        assertThat(verdict.results()).last().extracting(CheckResult::check).isEqualTo(Check.RUNS);
    }

    @Test
    void everyCheckIsInTheTableOrAskedElsewhere() {
        Set<Check> known = new HashSet<>(SPOILED.keySet());
        known.addAll(Set.of(Check.RUNS, Check.TOKEN_SIGNED, Check.TOKEN_FRESH));

        assertThat(known).containsExactlyInAnyOrder(Check.values());
    }

    @ParameterizedTest
    @EnumSource(Criterion.class)
    void everyCriterionIsMadeOfChecks(Criterion criterion) {
        assertThat(criterion.checks()).isNotEmpty().allMatch(check -> check.criterion() == criterion);
        assertThat(criterion.number()).isBetween(1, 12);
    }

    @Test
    void pinsOfOneSubjectAreAlternatives() {
        var scene = new AppraisalScene();
        scene.policy = scene.policy.toBuilder()
                .pin(new Pin(Pin.Subject.LEAF, HashAlgorithm.SHA_256, Bytes.filled(1, 32)))
                .pin(Pin.of(Pin.Subject.LEAF, HashAlgorithm.SHA_256, scene.identity.chain(HASH)))
                .pin(Pin.of(Pin.Subject.CHAIN, HashAlgorithm.SHA_512, scene.identity.chain(HASH)))
                .build();

        assertThat(scene.verdict().isAcceptable()).isTrue();
    }
}
