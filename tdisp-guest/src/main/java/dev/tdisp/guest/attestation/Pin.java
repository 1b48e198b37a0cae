package dev.tdisp.guest.attestation;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.crypto.Hash;
import java.util.Locale;

/**
 * What a part of a certificate chain must hash to. Several pins of one subject are alternatives.
 *
 * @param subject which part
 * @param hash how the digest was made
 * @param digest the digest
 */
public record Pin(Subject subject, HashAlgorithm hash, Bytes digest) {
    /** What can be pinned. */
    public enum Subject {
        /** The first certificate of the chain, as DER. */
        ROOT,
        /** The device's own certificate, as DER. */
        LEAF,
        /** The SubjectPublicKeyInfo of the device's own certificate, as DER: it outlives a renewal. */
        PUBLIC_KEY,
        /** The whole chain in SPDM's format. */
        CHAIN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private Bytes of(CertificateChain chain) {
            return switch (this) {
                case ROOT -> chain.certificates().get(0).encoded();
                case LEAF -> chain.leaf().encoded();
                case PUBLIC_KEY -> chain.leaf().publicKey();
                case CHAIN -> chain.encode();
            };
        }
    }

    /**
     * Checks the size of the digest.
     *
     * @param subject which part
     * @param hash how the digest was made
     * @param digest the digest
     */
    public Pin {
        if (digest.size() != hash.size()) {
            throw new IllegalArgumentException("digest: %d bytes are no %s".formatted(digest.size(), hash));
        }
    }

    /**
     * Pins what a chain has.
     *
     * @param subject which part
     * @param hash how to make the digest
     * @param chain the chain of the device that is meant
     * @return the pin
     */
    public static Pin of(Subject subject, HashAlgorithm hash, CertificateChain chain) {
        return new Pin(subject, hash, Hash.of(hash).digest(subject.of(chain)));
    }

    /**
     * Compares a chain.
     *
     * @param chain the chain of some device
     * @return whether the pinned part is the same
     */
    public boolean matches(CertificateChain chain) {
        return Hash.of(hash).digest(subject.of(chain)).equalsInConstantTime(digest);
    }

    @Override
    public String toString() {
        return "%s %s %s".formatted(subject, hash, digest.toHex());
    }
}
