package dev.tdisp.lab.conformance.spdm;

import static dev.tdisp.spdm.algorithm.Capability.CERT_CAP;
import static dev.tdisp.spdm.algorithm.Capability.ENCRYPT_CAP;
import static dev.tdisp.spdm.algorithm.Capability.KEY_EX_CAP;
import static dev.tdisp.spdm.algorithm.Capability.MAC_CAP;
import static dev.tdisp.spdm.algorithm.Capability.MEAS_CAP;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.Algorithm;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.DheGroup;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.KeyScheduleAlgorithm;
import dev.tdisp.spdm.algorithm.MeasurementHashAlgorithm;
import dev.tdisp.spdm.algorithm.OpaqueDataFormat;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.AlgorithmOffer;
import dev.tdisp.spdm.message.NegotiateAlgorithms;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a device for TDISP needs of SPDM. */
final class ProfileCases {
    private static final List<Capability> FLAGS = List.of(CERT_CAP, ENCRYPT_CAP, MAC_CAP, KEY_EX_CAP);

    private static final Map<AlgorithmCategory, List<Algorithm>> ALGORITHMS = Map.of(
            AlgorithmCategory.BASE_ASYM,
            List.of(AsymmetricAlgorithm.RSASSA_3072, AsymmetricAlgorithm.ECDSA_P256, AsymmetricAlgorithm.ECDSA_P384),
            AlgorithmCategory.BASE_HASH,
            List.of(HashAlgorithm.SHA_256, HashAlgorithm.SHA_384),
            AlgorithmCategory.DHE,
            List.of(DheGroup.SECP_256_R1, DheGroup.SECP_384_R1),
            AlgorithmCategory.AEAD,
            List.of(AeadAlgorithm.AES_256_GCM),
            AlgorithmCategory.KEY_SCHEDULE,
            List.of(KeyScheduleAlgorithm.values()));

    private static final List<MeasurementHashAlgorithm> MEASUREMENT_HASHES =
            List.of(MeasurementHashAlgorithm.SHA_256, MeasurementHashAlgorithm.SHA_384);

    private ProfileCases() {}

    static Stream<SpdmScript> all() {
        return Stream.of(
                SpdmScript.once("SPDM-PROF-01", "A device for TDISP offers SPDM 1.2 or later", ProfileCases::version),
                new SpdmScript(
                        "SPDM-PROF-02",
                        "A device for TDISP has the capabilities of sessions and signed measurements",
                        SpdmScript.V1_2_ON,
                        List.of(),
                        ProfileCases::capabilities),
                new SpdmScript(
                        "SPDM-PROF-03",
                        "A device for TDISP has algorithms of the profile",
                        SpdmScript.V1_2_ON,
                        List.of(),
                        ProfileCases::algorithms),
                new SpdmScript(
                        "SPDM-PROF-04",
                        "A device for TDISP has the responses of the profile",
                        SpdmScript.V1_2_ON,
                        List.of(),
                        ProfileCases::responses));
    }

    private static void version(Probe probe) {
        probe.go().peer().readVersions();
        List<SpdmVersion> versions = probe.peer().versions();
        boolean isNew = versions.stream().anyMatch(version -> version.isAtLeast(SpdmVersion.V1_2));
        probe.on(1).that("VersionNumberEntry", isNew, "1.2 or later", versions);
    }

    private static void capabilities(Probe probe) {
        probe.peer().begin(probe.version());
        probe.go().peer().readCapabilities(Offer.PLAIN);
        CapabilityFlags flags = probe.peer().context().responder();
        FLAGS.forEach(flag -> probe.on(1).that(flag.name(), flags.has(flag), "set", flags));
        probe.on(1).equal("MEAS_CAP", 2, flags.value(MEAS_CAP));
    }

    private static void algorithms(Probe probe) {
        SpdmPeer peer = probe.peer();
        peer.begin(probe.version());
        peer.readCapabilities(Offer.PLAIN);
        AlgorithmOffer offer = AlgorithmOffer.of(ALGORITHMS, OpaqueDataFormat.FORMAT_1.bit(), 0);
        probe.go().peer().readAlgorithms(NegotiateAlgorithms.of(probe.version(), offer));
        var suite = peer.context().suite();
        ALGORITHMS.forEach((category, known) -> {
            var selected = suite.selected(category);
            boolean isKnown = selected.filter(known::contains).isPresent();
            probe.on(1)
                    .that(
                            category.name(),
                            isKnown,
                            known,
                            selected.map(Object::toString).orElse("none"));
        });
        var hash = suite.selected(AlgorithmCategory.MEASUREMENT_HASH);
        boolean isHash = hash.filter(MEASUREMENT_HASHES::contains).isPresent();
        probe.on(1)
                .that(
                        "MeasurementHashAlgo",
                        isHash,
                        MEASUREMENT_HASHES,
                        hash.map(Object::toString).orElse("none"));
        probe.on(1).equal("MeasurementSpecificationSel of DMTF", true, suite.isDmtfMeasurements());
        probe.on(1).equal("OpaqueDataFmt", OpaqueDataFormat.FORMAT_1, suite.opaqueDataFormat());
    }

    private static void responses(Probe probe) {
        SpdmPeer peer = probe.go().peer();
        peer.negotiate(probe.version(), Offer.PLAIN);
        probe.on(1).that("VERSION, CAPABILITIES, ALGORITHMS", true, "there", "there");
        probe.on(1).that("CERTIFICATE", !peer.chain(0).isEmpty(), "there", "there");
        Bytes measurements = peer.ask("vv e0 00 00 ctx");
        probe.on(1).equal("MEASUREMENTS", Probe.hex(0x60), Probe.hex(measurements, 1));
        PeerSession session = PeerSession.established(peer);
        probe.on(1).that("KEY_EXCHANGE_RSP, FINISH_RSP", true, "there", "there");
        Bytes end = session.ask("vv ec 00 00");
        probe.on(1).equal("END_SESSION_ACK", Probe.hex(0x6C), Probe.hex(end, 1));
    }
}
