package dev.tdisp.spdm.crypto;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.DheGroup;
import dev.tdisp.spdm.algorithm.KemAlgorithm;
import dev.tdisp.spdm.algorithm.KeyExchangeAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.Optional;

/**
 * A way for two parties to agree on a secret: one starts, the other responds.
 *
 * <p>Has no state; safe for use by many threads.
 */
public interface KeyAgreement {
    /**
     * Returns the agreement of an algorithm.
     *
     * @param algorithm the group or encapsulation
     * @param version the negotiated version, which the SM2 key exchange names
     * @return the agreement
     */
    static KeyAgreement of(KeyExchangeAlgorithm algorithm, SpdmVersion version) {
        if (algorithm == DheGroup.SM2_P256) {
            return new Sm2Agreement(version);
        }
        return algorithm instanceof DheGroup group
                ? DiffieHellman.of(group)
                : KeyEncapsulation.of((KemAlgorithm) algorithm);
    }

    /**
     * Makes the requester's part.
     *
     * @param random where the private value comes from
     * @return the requester's part
     */
    Initiator start(RandomSource random);

    /**
     * Makes the responder's part.
     *
     * @param peerData the requester's ExchangeData
     * @param random where the private value comes from
     * @return the responder's part, or nothing if the requester's value is invalid
     */
    Optional<Response> respond(Bytes peerData, RandomSource random);

    /** The requester's part, which waits for the responder's. */
    interface Initiator {
        /**
         * Returns what to send.
         *
         * @return the ExchangeData
         */
        Bytes exchangeData();

        /**
         * Agrees, and forgets the private value.
         *
         * @param peerData the responder's ExchangeData
         * @return the shared secret, or nothing if the responder's value is invalid
         * @throws IllegalStateException if this part was used or destroyed already
         */
        Optional<Secret> finish(Bytes peerData);

        /** Forgets the private value. */
        void destroy();
    }

    /**
     * The responder's part.
     *
     * @param exchangeData what to send
     * @param sharedSecret what both parties then have
     */
    record Response(Bytes exchangeData, Secret sharedSecret) {}
}
