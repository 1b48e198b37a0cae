package dev.tdisp.lab.attack;

import static dev.tdisp.lab.Milestone.REPORTED;
import static dev.tdisp.lab.Milestone.RUNNING;
import static dev.tdisp.lab.Milestone.STREAM_SECURE;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.fault.FaultPlan;
import dev.tdisp.core.pcie.CapabilityId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.dsm.DeviceFirmware;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.guest.attestation.Check;
import dev.tdisp.host.memory.GuestAddressSpace.Mapping;
import dev.tdisp.host.memory.Visibility;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.host.tsm.SignedMeasurements;
import dev.tdisp.host.vmm.ConfigAccess;
import dev.tdisp.lab.LabBuilder;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.MeasurementHashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.measurement.DeviceMode;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import dev.tdisp.spdm.measurement.ReferenceValues;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Attacks on what the guest believes of the device. */
final class EvidenceAttacks {
    private static final DeviceName EXPECTED = new DeviceName("TDISP", "ACCELERATOR", "0002");
    private static final DeviceFirmware GOOD = new DeviceFirmware("2.0.0", 2, DeviceMode.IN_USE);
    private static final String LOCKED_ANEW = "locked anew";
    private static final int FIRST_RANGE = 16;
    private static final int RANGE_SIZE = 16;
    private static final int ATTRIBUTES = 12;
    private static final int NON_TEE = 1 << 2;
    private static final int PUBLIC_PAGE = 0x1000;
    private static final int ATS_CONTROL = 6;
    private static final long ATS_ENABLE = 0x8000;

    private EvidenceAttacks() {}

    static List<Attack> all() {
        return Stream.of(devices(), features(), measurements(), blobs())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Attack> devices() {
        return List.of(
                attack("A1", "Substitute another genuine device of the same model", Power.DEVICE)
                        .in(builder -> builder.policy(policy -> policy.withDevices(Set.of(EXPECTED))))
                        .step("plug in another device than the one that the guest was promised", Scene::goOn)
                        .seenBy(Party.GUEST, Check.DEVICE_IDENTITY.name())
                        .per("host-guest 2.1")
                        .against(Weakness.guest(Check.DEVICE_IDENTITY)),
                attack("A2", "Emulate the device, with no security manager behind it", Power.DEVICE)
                        .at(REPORTED)
                        .step("keep the evidence of now", StateAttacks::keepEvidence)
                        .step(
                                "end the session, and emulate the device from now on",
                                scene -> scene.lab().vmm().disconnect())
                        .step("hand that evidence over when the guest judges", StateAttacks::judgeUnbound)
                        .goal("the guest has a good verdict", scene -> scene.has("verdict"))
                        .seenBy(Party.TSM, "NOT_BOUND")
                        .per("host-guest 2.1")
                        .against(Weakness.script("a guest that does not ask the TSM whether there is a session")),
                attack("A20", "Have an older version of SPDM spoken than the guest demands", Power.DEVICE)
                        .in(builder -> builder.policy(policy -> policy.withOldestVersion(SpdmVersion.V1_3)))
                        .step("offer SPDM 1.2 alone", Scene::goOn)
                        .seenBy(Party.GUEST, Check.SESSION.name())
                        .per("SPDM 10.4")
                        .against(Weakness.guest(Check.SESSION)));
    }

    private static List<Attack> features() {
        return List.of(
                attack("A13", "Enable address translation before the lock", Power.CONFIGURATION)
                        .at(STREAM_SECURE)
                        .step("set Enable in ATS Control of the function", EvidenceAttacks::enableTranslation)
                        .step("let the attach go on", Scene::goOn)
                        .seenBy(Party.GUEST, Check.FEATURES_ALLOWED.name())
                        .per("11.3.11")
                        .against(Weakness.guest(Check.FEATURES_ALLOWED)),
                attack("S42", "Take the flag NO_FW_UPDATE and ignore it", Power.DEVICE)
                        .in(builder ->
                                builder.faults(FaultPlan.parse("response DEVICE_INTERFACE_REPORT: overwrite 20 02")))
                        .step("report an interface whose firmware can be updated", Scene::goOn)
                        .seenBy(Party.GUEST, Check.FIRMWARE_FROZEN.name())
                        .per("11.3.8")
                        .against(Weakness.guest(Check.FIRMWARE_FROZEN, Check.REPORT_CONSISTENT)));
    }

    private static List<Attack> measurements() {
        return List.of(
                attack("A3", "Alter the measurements on the way to the guest", Power.EVIDENCE)
                        .in(builder -> forgingMeasurements(builder))
                        .step("hand the measurements of good firmware over", Scene::goOn)
                        .seenBy(Party.GUEST, Check.MEASUREMENTS_DIGEST.name())
                        .per("host-guest 2.1")
                        .against(Weakness.guest(Check.MEASUREMENTS_DIGEST, Check.MEASUREMENTS_SIGNED)),
                attack("A4", "Replay old measurements", Power.EVIDENCE)
                        .in(Forger.replaying(EvidenceKind.MEASUREMENTS))
                        .at(REPORTED)
                        .step("show the measurements of before when the guest asks again", Scene::accept)
                        .seenBy(Party.GUEST, Check.MEASUREMENTS_DIGEST.name())
                        .per("host-guest 2.1")
                        .against(Weakness.guest(Check.MEASUREMENTS_DIGEST, Check.MEASUREMENTS_FRESH)),
                attack("GAP-ATT-13", "Offer the measurements of before after a new lock", Power.EVIDENCE)
                        .in(Forger.replaying(EvidenceKind.MEASUREMENTS))
                        .at(RUNNING)
                        .step("take the interface away and lock it anew", EvidenceAttacks::lockAnew)
                        .step("show the measurements of the first lock", Scene::accept)
                        .goal(
                                "the guest accepts the second lock, which runs",
                                scene -> scene.has(LOCKED_ANEW) && scene.isAccepted())
                        .seenBy(Party.GUEST, Check.MEASUREMENTS_DIGEST.name())
                        .per("host-guest 2.1")
                        .against(Weakness.guest(Check.MEASUREMENTS_DIGEST, Check.MEASUREMENTS_FRESH)));
    }

    private static List<Attack> blobs() {
        return List.of(
                attack("A24", "Present a public range as confidential", Power.EVIDENCE)
                        .in(Forger.of(EvidenceKind.INTERFACE_REPORT, EvidenceAttacks::withoutPublicRanges))
                        .step("clear IS_NON_TEE_MEM in the report", Scene::goOn)
                        .goal("the guest takes the public page for private", EvidenceAttacks::trustsThePublicPage)
                        .seenBy(Party.GUEST, Check.REPORT_DIGEST.name())
                        .per("11.3.11")
                        .against(Weakness.guest(Check.REPORT_DIGEST)),
                attack("S28", "Show the certificates of another device than the session's", Power.EVIDENCE)
                        .in(EvidenceAttacks::showingAnotherChain)
                        .step("hand the chain of another genuine device over", Scene::goOn)
                        .seenBy(Party.GUEST, Check.CHAIN_DIGEST.name())
                        .per("11.2.7")
                        .against(Weakness.guest(Check.CHAIN_DIGEST, Check.MEASUREMENTS_SIGNED)));
    }

    private static AttackBuilder attack(String id, String title, Power power) {
        return Attack.of(id, title).by(power).wantsAcceptance();
    }

    private static DeviceIdentity another() {
        return SrIovDevice.builder(Env.seeded(99)).build().credentials().identity();
    }

    private static LabBuilder showingAnotherChain(LabBuilder builder) {
        DeviceIdentity other = another();
        Bytes chain = other.chain(Hash.of(HashAlgorithm.SHA_384)).encode();
        builder.policy(policy -> AppraisalPolicy.trusting(
                        Stream.concat(policy.anchors().stream(), Stream.of(other.root()))
                                .toList())
                .withReferenceValues(policy.referenceValues()));
        return Forger.of(EvidenceKind.CERTIFICATE_CHAIN, genuine -> chain).apply(builder);
    }

    private static LabBuilder forgingMeasurements(LabBuilder builder) {
        List<MeasurementBlock> good = GOOD.measurements().blocks(MeasurementHashAlgorithm.SHA_384, false);
        builder.policy(policy -> policy.withReferenceValues(ReferenceValues.of(good)));
        return Forger.of(EvidenceKind.MEASUREMENTS, blob -> {
                    SignedMeasurements genuine = SignedMeasurements.decode(blob);
                    return new SignedMeasurements(
                                    genuine.nonce(),
                                    MeasurementBlock.encodeAll(good),
                                    genuine.request(),
                                    genuine.response())
                            .encode();
                })
                .apply(builder);
    }

    static Bytes withoutPublicRanges(Bytes report) {
        Bytes changed = report;
        for (int at = FIRST_RANGE + ATTRIBUTES; at < report.size(); at += RANGE_SIZE) {
            changed = changed.with(at, changed.at(at) & ~NON_TEE);
        }
        return changed;
    }

    static boolean trustsThePublicPage(Scene scene) {
        return scene.lab()
                .guest()
                .space()
                .mapping(scene.window(0) + PUBLIC_PAGE)
                .map(Mapping::visibility)
                .filter(Visibility.PRIVATE::equals)
                .isPresent();
    }

    static void enableTranslation(Scene scene) {
        ConfigAccess config = scene.virtual();
        int at = config.extendedCapability(CapabilityId.EXTENDED_ATS).orElseThrow() + ATS_CONTROL;
        config.write(at, 2, ATS_ENABLE);
    }

    private static void lockAnew(Scene scene) {
        scene.lab().guest().unlock(scene.function());
        scene.lab().guest().lock(scene.function());
        scene.keep(LOCKED_ANEW, true);
    }
}
