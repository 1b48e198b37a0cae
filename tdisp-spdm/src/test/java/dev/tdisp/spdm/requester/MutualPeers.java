package dev.tdisp.spdm.requester;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.AlgorithmPreferences;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateAuthority;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.certificate.LeafOptions;
import dev.tdisp.spdm.connection.SessionAuthentication;
import dev.tdisp.spdm.crypto.Signer;
import dev.tdisp.spdm.responder.MutualAuthentication;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.responder.SpdmResponderBuilder;
import java.util.List;
import java.util.function.Consumer;

/** Peers of which each can prove itself to the other. */
final class MutualPeers {
    static final DeviceIdentity REQUESTER = identity(21);
    static final DeviceIdentity STRANGER = identity(22);
    static final Signer RAW_KEY = Signer.generate(AsymmetricAlgorithm.ECDSA_P256, RandomSource.seeded(23));

    private MutualPeers() {}

    static DeviceIdentity identity(long seed) {
        return CertificateAuthority.root("ACME hosts", AsymmetricAlgorithm.ECDSA_P256, RandomSource.seeded(seed))
                .issue(new DeviceName("ACME", "TSM", "1"), LeafOptions.DEFAULT.forRequesters());
    }

    static Peers of(SpdmVersion version, MutualAuthentication wish, Capability... more) {
        return of(profile(version, wish, more), options(version, more), builder -> {});
    }

    static Peers of(SpdmProfile profile, RequesterOptions options, Consumer<SpdmResponderBuilder> setup) {
        Peers peers = new Peers(profile, options, builder -> {
            builder.requesterPolicy(CertificatePolicy.trusting(List.of(REQUESTER.root())));
            setup.accept(builder);
        });
        peers.requester.credentials().fill(0, REQUESTER);
        return peers;
    }

    static SpdmProfile profile(SpdmVersion version, MutualAuthentication wish, Capability... more) {
        CapabilityFlags flags = with(Peers.profile().capabilities(), Capability.MUT_AUTH_CAP, Capability.ENCAP_CAP);
        return Peers.profile()
                .withVersions(version)
                .withCapabilities(with(flags, more))
                .withAlgorithms(algorithms())
                .withMutualAuthentication(wish);
    }

    static RequesterOptions options(SpdmVersion version, Capability... more) {
        CapabilityFlags flags = with(
                Peers.options().capabilities(),
                Capability.MUT_AUTH_CAP,
                Capability.ENCAP_CAP,
                Capability.CERT_CAP,
                Capability.CHAL_CAP);
        return Peers.options()
                .withVersions(version)
                .withCapabilities(with(flags, more))
                .withAlgorithms(algorithms());
    }

    static MutualAuthentication in(SessionAuthentication how) {
        return MutualAuthentication.inSessions(how);
    }

    private static AlgorithmPreferences algorithms() {
        return AlgorithmPreferences.TDISP.with(AlgorithmCategory.REQ_BASE_ASYM, AsymmetricAlgorithm.ECDSA_P256);
    }

    private static CapabilityFlags with(CapabilityFlags flags, Capability... more) {
        CapabilityFlags changed = flags;
        for (Capability capability : more) {
            changed = changed.with(capability);
        }
        return changed;
    }
}
