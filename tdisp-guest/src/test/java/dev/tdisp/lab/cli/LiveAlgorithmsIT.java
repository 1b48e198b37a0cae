package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.Algorithm;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.AlgorithmPreferences;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.DheGroup;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.MeasurementHashAlgorithm;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.connection.SessionAuthentication;
import dev.tdisp.spdm.measurement.MeasurementSummary;
import dev.tdisp.spdm.message.NegotiatedContext;
import dev.tdisp.spdm.requester.MeasurementQuery;
import dev.tdisp.spdm.requester.RequesterOptions;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.requester.SessionOptions;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.responder.MutualAuthentication;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.transport.EmulatorTransport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each algorithm once over PCI DOE against the programs of DMTF's spdm-emu, in both roles: the chain, CHALLENGE, signed
 * measurements, and a session by KEY_EXCHANGE with HEARTBEAT, KEY_UPDATE and signed measurements in it.
 */
@Timeout(300)
class LiveAlgorithmsIT {

    private static final int LARGEST = 0x30000;
    /** Their programs do not get to the end with these even among themselves. */
    private static final Set<Algorithm> BEYOND_THEM = Set.of(DheGroup.SM2_P256, AeadAlgorithm.SM4_GCM);

    /** Whoever of them has a chain of these cannot load it: it is longer than 64 KiB. */
    private static final Set<Algorithm> LONG_CHAINS = Set.of(
            PqcAsymmetricAlgorithm.SLH_DSA_SHA2_192F,
            PqcAsymmetricAlgorithm.SLH_DSA_SHAKE_192F,
            PqcAsymmetricAlgorithm.SLH_DSA_SHA2_256S,
            PqcAsymmetricAlgorithm.SLH_DSA_SHAKE_256S,
            PqcAsymmetricAlgorithm.SLH_DSA_SHA2_256F,
            PqcAsymmetricAlgorithm.SLH_DSA_SHAKE_256F);

    private static final String CONNECTION = "--exe_conn DIGEST,CERT,CHAL,MEAS --meas_op ALL";
    private static final String SESSION = "--exe_session KEY_EX,KEY_UPDATE,HEARTBEAT,MEAS";

    @TempDir
    private Path folder;

    @BeforeAll
    static void findThePeer() {
        LivePeer.home();
    }

    static Stream<Arguments> withTheirRequester() {
        return algorithms(AlgorithmCategory.REQ_PQC_ASYM);
    }

    static Stream<Arguments> withTheirResponder() {
        return algorithms(AlgorithmCategory.PQC_ASYM);
    }

    private static Stream<Arguments> algorithms(AlgorithmCategory theirSignatures) {
        return Stream.of(
                        AlgorithmCategory.BASE_HASH,
                        AlgorithmCategory.BASE_ASYM,
                        AlgorithmCategory.DHE,
                        AlgorithmCategory.AEAD,
                        AlgorithmCategory.PQC_ASYM,
                        AlgorithmCategory.KEM,
                        AlgorithmCategory.REQ_BASE_ASYM,
                        AlgorithmCategory.REQ_PQC_ASYM)
                .flatMap(category -> category.algorithms().stream()
                        .filter(algorithm -> !BEYOND_THEM.contains(algorithm))
                        .filter(algorithm -> category != theirSignatures || !LONG_CHAINS.contains(algorithm))
                        .map(algorithm -> Arguments.of(category, algorithm)));
    }

    @ParameterizedTest
    @MethodSource("withTheirRequester")
    void theirRequesterAndOurDevice(AlgorithmCategory category, Algorithm algorithm) throws Exception {
        Choice choice = new Choice(category, algorithm);
        LivePeer peer = LivePeer.in(folder);

        try (var device = new LiveDevice(
                EmulatorTransport.PCI_DOE,
                choice.profile(),
                builder -> builder.slot(0, choice.keys().responder())
                        .requesterPolicy(choice.policy(choice.requesterKeys())))) {
            String errors = peer.client(LivePeer.REQUESTER, device.port(), choice.arguments(true), CONNECTION, SESSION);

            assertThat(device.sessions()).as(errors + device.refusals()).isOne();
            assertThat(device.sent()).contains("CHALLENGE_AUTH", "MEASUREMENTS", "KEY_UPDATE_ACK");
            if (LONG_CHAINS.contains(algorithm)) {
                // Before it ends the session it loads the responder's chain, although it need not.
                assertThat(errors).startsWith("ERROR: set certificate :read_responder_public_certificate_chain fail!");
            } else {
                assertThat(errors).isEmpty();
                assertThat(device.sent()).contains("END_SESSION_ACK");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("withTheirResponder")
    void ourHostAndTheirResponder(AlgorithmCategory category, Algorithm algorithm) throws Exception {
        Choice choice = new Choice(category, algorithm);
        LivePeer peer = LivePeer.in(folder);

        try (var host = new LiveHost(
                peer,
                EmulatorTransport.PCI_DOE,
                choice.options(),
                choice.arguments(false),
                choice.isRequesters() ? "--mut_auth W_ENCAP --basic_mut_auth NO" : "--mut_auth NO --basic_mut_auth NO",
                choice.privateKeys())) {
            SpdmRequester requester = host.requester();
            if (choice.isRequesters()) {
                requester.credentials().fill(0, choice.requesterKeys().requester());
            }
            NegotiatedContext context = requester.connect();
            requester.digests();
            requester.certificateChain(0);
            requester.challenge(0, MeasurementSummary.ALL);
            requester.measurements(MeasurementQuery.ALL.signedBy(0));
            RequesterSession session =
                    requester.startSession(SessionOptions.DEFAULT.withSummary(MeasurementSummary.ALL));
            session.heartbeat();
            session.updateAllKeys();
            session.measurements(MeasurementQuery.ALL.signedBy(0));
            session.end();

            assertThat(context.suite().selected(category)).isEqualTo(Optional.of(algorithm));
            assertThat(host.errors()).isEmpty();
        }
    }

    /** One algorithm, with the usual ones beside it. */
    private record Choice(AlgorithmCategory category, Algorithm algorithm) {
        boolean isRequesters() {
            return category == AlgorithmCategory.REQ_BASE_ASYM || category == AlgorithmCategory.REQ_PQC_ASYM;
        }

        SampleKeys keys() {
            boolean isResponders = category == AlgorithmCategory.BASE_ASYM || category == AlgorithmCategory.PQC_ASYM;
            if (isChinese()) {
                return SampleKeys.of(AsymmetricAlgorithm.SM2_P256);
            }
            return SampleKeys.of(isResponders ? (SignatureAlgorithm) algorithm : AsymmetricAlgorithm.ECDSA_P384);
        }

        SampleKeys requesterKeys() {
            return SampleKeys.of(isRequesters() ? (SignatureAlgorithm) algorithm : AsymmetricAlgorithm.ECDSA_P384);
        }

        SpdmVersion version() {
            return category.since().isAtLeast(SpdmVersion.V1_4) ? SpdmVersion.V1_4 : SpdmVersion.V1_2;
        }

        SpdmProfile profile() {
            CapabilityFlags flags = large(SpdmProfile.TDISP.capabilities().with(Capability.CHUNK_CAP));
            SpdmProfile profile = SpdmProfile.TDISP
                    .withVersions(version())
                    .withAlgorithms(algorithms())
                    .withHeartbeatPeriod(0xF0);
            return isRequesters()
                    ? profile.withCapabilities(
                                    flags.with(Capability.MUT_AUTH_CAP).with(Capability.ENCAP_CAP))
                            .withMaximumMessageSize(LARGEST)
                            .withMutualAuthentication(
                                    MutualAuthentication.inSessions(SessionAuthentication.ENCAPSULATED))
                    : profile.withCapabilities(flags).withMaximumMessageSize(LARGEST);
        }

        RequesterOptions options() {
            CapabilityFlags flags = large(RequesterOptions.TDISP.capabilities().with(Capability.CHUNK_CAP));
            if (isRequesters()) {
                flags = flags.with(Capability.MUT_AUTH_CAP)
                        .with(Capability.ENCAP_CAP)
                        .with(Capability.CERT_CAP);
            }
            return RequesterOptions.TDISP
                    .withVersions(version())
                    .withCapabilities(flags)
                    .withAlgorithms(algorithms())
                    .withMaximumMessageSize(LARGEST)
                    .withPolicy(policy(keys()));
        }

        private CapabilityFlags large(CapabilityFlags flags) {
            return version() == SpdmVersion.V1_4 ? flags.with(Capability.LARGE_RESP_CAP) : flags;
        }

        /** Their sample chain of SM2 is longer than its root allows. */
        CertificatePolicy policy(SampleKeys keys) {
            return isChinese() ? (chain, policy, time) -> Optional.empty() : CertificatePolicy.trusting(keys.roots());
        }

        /** These three come together only. */
        private boolean isChinese() {
            return algorithm == AsymmetricAlgorithm.SM2_P256 || algorithm == HashAlgorithm.SM3_256;
        }

        private AlgorithmPreferences algorithms() {
            AlgorithmPreferences usual = AlgorithmPreferences.TDISP;
            if (isChinese()) {
                return usual.with(AlgorithmCategory.BASE_HASH, HashAlgorithm.SM3_256)
                        .with(AlgorithmCategory.BASE_ASYM, AsymmetricAlgorithm.SM2_P256)
                        .with(AlgorithmCategory.MEASUREMENT_HASH, MeasurementHashAlgorithm.SM3_256)
                        .with(category, algorithm);
            }
            return switch (category) {
                case PQC_ASYM -> usual.with(AlgorithmCategory.BASE_ASYM).with(category, algorithm);
                case KEM -> usual.with(AlgorithmCategory.DHE).with(category, algorithm);
                default -> usual.with(category, algorithm);
            };
        }

        /** Their names of the algorithms. */
        String arguments(boolean isRequester) {
            String flags = "ENCRYPT,MAC,KEY_EX,HBEAT,KEY_UPD,CHUNK"
                    + (isRequester ? "" : ",CERT,CHAL,MEAS_SIG")
                    + (isRequesters() ? (isRequester ? ",CERT" : "") + ",MUT_AUTH,ENCAP" : "")
                    + (version() == SpdmVersion.V1_4 ? ",LARGE_RESP" : "");
            if (isChinese()) {
                return chinese(flags);
            }
            return String.join(
                    " ",
                    "--trans PCI_DOE",
                    "--ver " + (version() == SpdmVersion.V1_4 ? "1.4" : "1.2"),
                    "--cap " + flags,
                    option("--hash", AlgorithmCategory.BASE_HASH, "SHA_384"),
                    option(
                            "--asym",
                            AlgorithmCategory.BASE_ASYM,
                            category == AlgorithmCategory.PQC_ASYM ? "NONE" : "ECDSA_P384"),
                    option("--pqc_asym", AlgorithmCategory.PQC_ASYM, "NONE"),
                    option("--dhe", AlgorithmCategory.DHE, category == AlgorithmCategory.KEM ? "NONE" : "SECP_384_R1"),
                    option("--kem", AlgorithmCategory.KEM, "NONE"),
                    option("--aead", AlgorithmCategory.AEAD, "AES_256_GCM"),
                    option("--req_asym", AlgorithmCategory.REQ_BASE_ASYM, "NONE"),
                    option("--req_pqc_asym", AlgorithmCategory.REQ_PQC_ASYM, "NONE"));
        }

        /** With keys in PEM, the responder's signatures by SLH-DSA are wrong, for its own requester too. */
        String privateKeys() {
            return "--priv_key_mode " + (category == AlgorithmCategory.PQC_ASYM ? "RAW" : "PEM");
        }

        private String chinese(String flags) {
            return "--trans PCI_DOE --ver 1.2 --cap " + flags
                    + " --hash SM3_256 --meas_hash SM3_256 --asym SM2_P256 --dhe SECP_384_R1 --aead AES_256_GCM "
                    + option("--req_asym", AlgorithmCategory.REQ_BASE_ASYM, "NONE");
        }

        private String option(String name, AlgorithmCategory wanted, String usual) {
            return name + " " + (wanted == category ? theirName() : usual);
        }

        private String theirName() {
            String name = algorithm.toString();
            List<String> special = List.of("ED25519", "ED448", "SM4_GCM");
            return special.contains(name)
                    ? name.replace("ED25519", "EDDSA_25519")
                            .replace("ED448", "EDDSA_448")
                            .replace("SM4_GCM", "SM4_128_GCM")
                    : name;
        }
    }
}
