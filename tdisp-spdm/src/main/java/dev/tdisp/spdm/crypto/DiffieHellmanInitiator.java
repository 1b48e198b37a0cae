package dev.tdisp.spdm.crypto;

import dev.tdisp.core.wire.Bytes;
import java.util.Optional;

/** Keeps the private value until the peer's public value comes. */
record DiffieHellmanInitiator(DiffieHellman agreement, Secret privateValue, Bytes exchangeData)
        implements KeyAgreement.Initiator {
    @Override
    public Optional<Secret> finish(Bytes peerData) {
        try {
            return agreement.agree(privateValue, peerData);
        } finally {
            privateValue.destroy();
        }
    }

    @Override
    public void destroy() {
        privateValue.destroy();
    }
}
