package dev.tdisp.host.tsm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the security manager vouches for.
 *
 * @param hash how the digests were made
 * @param digests the digest of each kind of evidence that there is
 */
public record EvidenceDigests(HashAlgorithm hash, Map<EvidenceKind, Bytes> digests) {
    /**
     * Copies the map.
     *
     * @param hash how the digests were made
     * @param digests the digest of each kind
     */
    public EvidenceDigests {
        digests = Map.copyOf(digests);
    }

    /**
     * Returns one digest.
     *
     * @param kind the kind of evidence
     * @return its digest, or nothing if there is no such evidence yet
     */
    public Optional<Bytes> of(EvidenceKind kind) {
        return Optional.ofNullable(digests.get(kind));
    }

    EvidenceDigests with(EvidenceKind kind, Bytes digest) {
        Map<EvidenceKind, Bytes> changed = new EnumMap<>(EvidenceKind.class);
        changed.putAll(digests);
        changed.put(kind, digest);
        return new EvidenceDigests(hash, changed);
    }
}
