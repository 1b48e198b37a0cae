package dev.tdisp.spdm.requester;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.Signer;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.responder.SpdmProfile;

/** Peers of which the responder has a raw key instead of chains. */
final class RawKeyPeers {
    private static final Signer KEY = Signer.generate(AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(31));

    private RawKeyPeers() {}

    static Peers of(SpdmVersion version) {
        SpdmProfile profile = Peers.profile();
        var flags = profile.capabilities().without(Capability.CERT_CAP).with(Capability.PUB_KEY_ID_CAP);
        Peers peers = new Peers(
                profile.withVersions(version).withCapabilities(flags),
                Peers.options().withVersions(version),
                builder -> builder.rawKey(KEY));
        peers.requester.responderKey(KEY.publicKey());
        return peers;
    }
}
