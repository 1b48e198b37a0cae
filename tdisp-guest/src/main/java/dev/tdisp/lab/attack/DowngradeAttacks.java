package dev.tdisp.lab.attack;

import static dev.tdisp.lab.Milestone.ENUMERATED;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.host.tsm.DsmConnector;
import dev.tdisp.host.tsm.SpdmConnector;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.host.vmm.DoeRelay.Relayed;
import dev.tdisp.host.vmm.RelayDeed;
import dev.tdisp.lab.LabBuilder;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.AlgorithmPreferences;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.requester.RequesterOptions;
import dev.tdisp.spdm.transport.DoeObject;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Attacks on what device and security manager agree upon before anything is protected. */
final class DowngradeAttacks {
    private static final AlgorithmPreferences BOTH_AEADS = AlgorithmPreferences.TDISP.with(
            AlgorithmCategory.AEAD, AeadAlgorithm.AES_256_GCM, AeadAlgorithm.AES_128_GCM);
    private static final AlgorithmPreferences WEAK_AEAD =
            AlgorithmPreferences.TDISP.with(AlgorithmCategory.AEAD, AeadAlgorithm.AES_128_GCM);
    private static final int VERSION = 0x04;
    private static final int ALGORITHMS = 0x63;
    private static final int ENTRIES = 5;
    private static final int FIRST_STRUCTURE = 36;
    private static final int STRUCTURE_SIZE = 4;
    private static final int AEAD = 3;

    private DowngradeAttacks() {}

    static List<Attack> all() {
        return List.of(
                downgrade("A20b", "Strip the newer versions from VERSION")
                        .in(DowngradeAttacks::withBothVersions)
                        .step("leave SPDM 1.2 alone in the next VERSION", scene -> change(scene, VERSION, versions()))
                        .step("let the attach go on", Scene::goOn)
                        .goal(
                                "the session speaks SPDM 1.2, though both ends can do more",
                                scene -> opened(scene) && scene.session().version() == SpdmVersion.V1_2)
                        .against(fallingBack(RequesterOptions.TDISP.withVersions(SpdmVersion.V1_2))),
                downgrade("A20c", "Select a weaker algorithm in ALGORITHMS")
                        .in(DowngradeAttacks::withBothAeads)
                        .step(
                                "select AES-128-GCM in the next ALGORITHMS",
                                scene -> change(scene, ALGORITHMS, DowngradeAttacks::withWeakAead))
                        .step("let the attach go on", Scene::goOn)
                        .goal(
                                "AES-128 protects the session, though both ends can do more",
                                scene -> opened(scene)
                                        && scene.session().algorithms().aead() == AeadAlgorithm.AES_128_GCM)
                        .against(fallingBack(RequesterOptions.TDISP.withAlgorithms(WEAK_AEAD))));
    }

    private static AttackBuilder downgrade(String id, String title) {
        return Attack.of(id, title)
                .by(Power.MAILBOX)
                .at(ENUMERATED)
                .seenBy(Party.TSM, "DEVICE_REFUSED")
                .per("SPDM 10.4");
    }

    private static boolean opened(Scene scene) {
        return scene.lab().tsm().isConnected();
    }

    private static LabBuilder withBothVersions(LabBuilder builder) {
        SpdmVersion[] both = {SpdmVersion.V1_2, SpdmVersion.V1_3};
        return builder.profile(
                        DeviceProfile.SPEC.withSpdm(DeviceProfile.SPEC.spdm().withVersions(both)))
                .parties(stand -> stand.withRequester(options -> options.withVersions(both)));
    }

    private static LabBuilder withBothAeads(LabBuilder builder) {
        return builder.profile(
                        DeviceProfile.SPEC.withSpdm(DeviceProfile.SPEC.spdm().withAlgorithms(BOTH_AEADS)))
                .parties(stand -> stand.withRequester(options -> options.withAlgorithms(BOTH_AEADS)));
    }

    /** Changes the next answer of a kind, which is in the clear. */
    private static void change(Scene scene, int code, UnaryOperator<Bytes> change) {
        Predicate<Relayed> isWanted = object -> !object.toDevice()
                && object.type() == DoeObject.TYPE_SPDM
                && DoeObject.decode(object.object()).payload().at(1) == code;
        scene.lab()
                .vmm()
                .relay()
                .next(
                        isWanted,
                        new RelayDeed.Alter(object -> DoeObject.of(
                                        DoeObject.TYPE_SPDM,
                                        change.apply(DoeObject.decode(object).payload()))
                                .encode()));
    }

    private static UnaryOperator<Bytes> versions() {
        return answer -> answer.slice(0, ENTRIES).plus(Bytes.fromHex("010012"));
    }

    private static Bytes withWeakAead(Bytes answer) {
        int at = FIRST_STRUCTURE;
        while (answer.at(at) != AEAD) {
            at += STRUCTURE_SIZE;
        }
        return answer.with(at + 2, 1).with(at + 3, 0);
    }

    /** Who cannot get what it wants and tries again with less gives whoever is in the way what he wants. */
    private static Weakness fallingBack(RequesterOptions less) {
        return Weakness.of(
                "a TSM that tries again with less when it is refused",
                builder -> builder.parties(stand ->
                        stand.withSessions(connector -> stand.sessions().apply(fallingBack(connector, less)))));
    }

    private static DsmConnector fallingBack(DsmConnector usual, RequesterOptions less) {
        return transport -> {
            try {
                return usual.connect(transport);
            } catch (TsmException e) {
                return new SpdmConnector(less, Env.seeded(20)).connect(transport);
            }
        };
    }
}
