package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.trace.RecordingTrace;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AlgorithmPreferences;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateAuthority;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.certificate.LeafOptions;
import dev.tdisp.spdm.crypto.KeyFiles;
import dev.tdisp.spdm.crypto.Signer;
import dev.tdisp.spdm.measurement.DeviceMeasurements;
import dev.tdisp.spdm.measurement.Measurement;
import dev.tdisp.spdm.measurement.MeasurementSummary;
import dev.tdisp.spdm.measurement.MeasurementType;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.responder.SpdmResponder;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportBinding;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.TransportMessage;
import dev.tdisp.spdm.vendor.VendorProtocol;
import dev.tdisp.spdm.vendor.VendorRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A requester and a responder that agree on given algorithms, and go from the first message to the last. */
final class AlgorithmPair implements SpdmTransport {
    private static final int LARGEST_MESSAGE = 0xF000;
    private static final DeviceName NAME = new DeviceName("ACME", "WIDGET", "1");

    /** All that travelled. */
    final List<TransportMessage> messages = new ArrayList<>();

    private final SpdmRequester requester;
    private final SpdmResponder responder;
    private final TransportBinding binding;

    AlgorithmPair(Setting setting) {
        binding = setting.binding;
        var time = new VirtualTime();
        var env = new Env(time, time, RandomSource.seeded(setting.seed), new RecordingTrace());
        DeviceIdentity identity = identity(setting.signature);
        var registry = new VendorRegistry();
        registry.register(VendorProtocol.TDISP, (session, message) -> Optional.of(message.plus(message)));
        var profile = SpdmProfile.TDISP
                .withVersions(setting.version)
                .withAlgorithms(setting.algorithms)
                .withDataTransferSize(LARGEST_MESSAGE)
                .withCapabilities(setting.capabilities(SpdmProfile.TDISP.capabilities()));
        responder = SpdmResponder.builder(profile, env.forParty("device"))
                .slot(0, identity)
                .measurements(AlgorithmPair::measurements)
                .vendors(registry)
                .binding(binding)
                .build();
        var options = RequesterOptions.TDISP
                .withVersions(setting.version)
                .withAlgorithms(setting.algorithms)
                .withDataTransferSize(LARGEST_MESSAGE)
                .withCapabilities(setting.capabilities(RequesterOptions.TDISP.capabilities()))
                .withPolicy(CertificatePolicy.trusting(List.of(identity.root())));
        requester = new SpdmRequester(this, options, env.forParty("tsm"));
    }

    @Override
    public TransportMessage exchange(TransportMessage request) {
        messages.add(request);
        TransportMessage response = responder.handle(request).orElseThrow(() -> new TransportException("silence"));
        messages.add(response);
        return response;
    }

    @Override
    public TransportBinding binding() {
        return binding;
    }

    /** Goes through everything that signs, agrees, derives or seals. */
    AlgorithmSuite runAll() {
        AlgorithmSuite suite = requester.connect().suite();
        requester.digests();
        requester.certificateChain(0);
        requester.challenge(0, MeasurementSummary.ALL);
        assertThat(requester.measurements(MeasurementQuery.ALL.signedBy(0)).blocks())
                .hasSize(2);
        RequesterSession session = requester.startSession(SessionOptions.DEFAULT);
        Bytes message = Bytes.fromHex("10 81");
        assertThat(session.vendor(VendorProtocol.TDISP, message)).isEqualTo(message.plus(message));
        assertThat(session.measurements(MeasurementQuery.ALL.signedBy(0)).isSigned())
                .isTrue();
        session.updateKey();
        session.updateAllKeys();
        assertThat(session.vendor(VendorProtocol.TDISP, message)).isEqualTo(message.plus(message));
        session.end();
        assertThat(responder.sessions()).isEmpty();
        return suite;
    }

    /** The leaf's key is of the algorithm; the authority's is a quick one. Keys of RSA come from files. */
    private static DeviceIdentity identity(SignatureAlgorithm algorithm) {
        var random = RandomSource.seeded(8);
        Signer signer = algorithm.toString().startsWith("RSA")
                ? Signer.read(algorithm, KeyFiles.of("rsa-" + algorithm.signatureSize() * Byte.SIZE), random)
                : Signer.generate(algorithm, random);
        var authority = CertificateAuthority.root("ACME", AsymmetricAlgorithm.ECDSA_P256, random);
        return new DeviceIdentity(authority.issue(NAME, signer.publicKey(), LeafOptions.DEFAULT), signer);
    }

    private static DeviceMeasurements measurements() {
        return DeviceMeasurements.of(List.of(
                Measurement.of(1, MeasurementType.IMMUTABLE_ROM, Bytes.filled(1, 40)),
                Measurement.securityVersion(0x10, 7)));
    }

    /** What is agreed on. */
    static final class Setting {
        SpdmVersion version = SpdmVersion.V1_2;
        AlgorithmPreferences algorithms = AlgorithmPreferences.TDISP;
        SignatureAlgorithm signature = AsymmetricAlgorithm.ECDSA_P384;
        TransportBinding binding = TransportBinding.DOE;
        boolean isEncrypted = true;
        boolean isHandshakeInTheClear;
        long seed = 7;

        private CapabilityFlags capabilities(CapabilityFlags usual) {
            CapabilityFlags flags = isEncrypted ? usual : usual.without(Capability.ENCRYPT_CAP);
            return isHandshakeInTheClear ? flags.with(Capability.HANDSHAKE_IN_THE_CLEAR_CAP) : flags;
        }
    }
}
