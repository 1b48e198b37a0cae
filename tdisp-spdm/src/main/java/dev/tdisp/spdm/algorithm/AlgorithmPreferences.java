package dev.tdisp.spdm.algorithm;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The algorithms that an endpoint is willing to use, the preferred ones first.
 *
 * @param byCategory the algorithms of each category; a category that is missing is not used
 */
public record AlgorithmPreferences(Map<AlgorithmCategory, List<Algorithm>> byCategory) {
    /** What this library uses by default: P-384, SHA-384, secp384r1 and AES-256-GCM. */
    public static final AlgorithmPreferences TDISP = new AlgorithmPreferences(Map.of())
            .with(AlgorithmCategory.MEASUREMENT_HASH, MeasurementHashAlgorithm.SHA_384)
            .with(AlgorithmCategory.BASE_ASYM, AsymmetricAlgorithm.ECDSA_P384)
            .with(AlgorithmCategory.BASE_HASH, HashAlgorithm.SHA_384)
            .with(AlgorithmCategory.DHE, DheGroup.SECP_384_R1)
            .with(AlgorithmCategory.AEAD, AeadAlgorithm.AES_256_GCM)
            .with(AlgorithmCategory.KEY_SCHEDULE, KeyScheduleAlgorithm.SPDM);

    /**
     * Copies and checks the map.
     *
     * @param byCategory the algorithms of each category
     * @throws IllegalArgumentException if an algorithm is of another category
     */
    public AlgorithmPreferences {
        Map<AlgorithmCategory, List<Algorithm>> copy = new EnumMap<>(AlgorithmCategory.class);
        byCategory.forEach((category, algorithms) -> {
            if (!category.algorithms().containsAll(algorithms)) {
                throw new IllegalArgumentException("%s are not of category %s".formatted(algorithms, category));
            }
            copy.put(category, List.copyOf(algorithms));
        });
        byCategory = Map.copyOf(copy);
    }

    /**
     * Returns the preferences with one category replaced.
     *
     * @param category which
     * @param algorithms its algorithms, the preferred one first; none to do without the category
     * @return the changed copy
     */
    public AlgorithmPreferences with(AlgorithmCategory category, Algorithm... algorithms) {
        Map<AlgorithmCategory, List<Algorithm>> changed = new EnumMap<>(AlgorithmCategory.class);
        changed.putAll(byCategory);
        changed.put(category, List.of(algorithms));
        return new AlgorithmPreferences(changed);
    }

    /**
     * Returns the algorithms of one category that a version knows.
     *
     * @param category which
     * @param version the version
     * @return the algorithms, the preferred one first
     */
    public List<Algorithm> of(AlgorithmCategory category, SpdmVersion version) {
        return byCategory.getOrDefault(category, List.of()).stream()
                .filter(algorithm -> version.isAtLeast(algorithm.since()))
                .toList();
    }

    /**
     * Returns the preferences as far as a version knows them.
     *
     * @param version the version
     * @return the algorithms of each category that the version has
     */
    public Map<AlgorithmCategory, List<Algorithm>> known(SpdmVersion version) {
        Map<AlgorithmCategory, List<Algorithm>> known = new EnumMap<>(AlgorithmCategory.class);
        for (AlgorithmCategory category : byCategory.keySet()) {
            if (version.isAtLeast(category.since())) {
                known.put(category, of(category, version));
            }
        }
        return known;
    }

    /**
     * Selects from a peer's offer.
     *
     * @param category the category
     * @param version the version
     * @param offered the bits that the peer offers
     * @return the preferred algorithm among them, if there is any
     */
    public Optional<Algorithm> select(AlgorithmCategory category, SpdmVersion version, long offered) {
        return of(category, version).stream()
                .filter(algorithm -> (algorithm.bit() & offered) != 0)
                .findFirst();
    }
}
