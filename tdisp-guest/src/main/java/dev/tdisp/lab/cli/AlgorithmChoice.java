package dev.tdisp.lab.cli;

import dev.tdisp.spdm.algorithm.Algorithm;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.AlgorithmPreferences;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The algorithms that were named: each category of which one is named has these and no others.
 *
 * <p>Of two categories of which only one is selected, the other one is left out if it is not named too: who names ML-DSA wants
 * no ECDSA.
 *
 * @param names the names, the preferred ones first
 */
record AlgorithmChoice(List<AlgorithmName> names) {
    /** Which category stands back when the other one is named. */
    private static final Map<AlgorithmCategory, AlgorithmCategory> RIVALS = Map.of(
            AlgorithmCategory.BASE_ASYM, AlgorithmCategory.PQC_ASYM,
            AlgorithmCategory.PQC_ASYM, AlgorithmCategory.BASE_ASYM,
            AlgorithmCategory.REQ_BASE_ASYM, AlgorithmCategory.REQ_PQC_ASYM,
            AlgorithmCategory.REQ_PQC_ASYM, AlgorithmCategory.REQ_BASE_ASYM,
            AlgorithmCategory.DHE, AlgorithmCategory.KEM,
            AlgorithmCategory.KEM, AlgorithmCategory.DHE);

    AlgorithmChoice {
        names = List.copyOf(names);
    }

    /** Puts the named algorithms in the place of others. */
    AlgorithmPreferences applyTo(AlgorithmPreferences others) {
        Map<AlgorithmCategory, List<Algorithm>> named = new EnumMap<>(AlgorithmCategory.class);
        for (AlgorithmName name : names) {
            named.merge(name.category(), List.of(name.algorithm()), AlgorithmChoice::joined);
        }
        AlgorithmPreferences chosen = others;
        for (AlgorithmCategory category : AlgorithmCategory.values()) {
            AlgorithmCategory rival = RIVALS.get(category);
            if (named.containsKey(category)) {
                chosen = chosen.with(category, named.get(category).toArray(Algorithm[]::new));
            } else if (rival != null && named.containsKey(rival)) {
                chosen = chosen.with(category);
            }
        }
        return chosen;
    }

    /** Finds a name that no version knows. */
    Optional<AlgorithmName> newerThan(SpdmVersion newest) {
        return names.stream().filter(name -> !newest.isAtLeast(since(name))).findFirst();
    }

    /** Says since which version a name has a meaning. */
    static SpdmVersion since(AlgorithmName name) {
        SpdmVersion category = name.category().since();
        SpdmVersion algorithm = name.algorithm().since();
        return category.isAtLeast(algorithm) ? category : algorithm;
    }

    /** Tells whether an algorithm of a category is named. */
    boolean names(AlgorithmCategory category) {
        return names.stream().anyMatch(name -> name.category() == category);
    }

    /** Returns what an end may sign with. */
    static List<SignatureAlgorithm> signatures(
            AlgorithmPreferences preferences, AlgorithmCategory classic, AlgorithmCategory postQuantum) {
        return Stream.of(classic, postQuantum)
                .flatMap(category -> preferences.byCategory().getOrDefault(category, List.of()).stream())
                .map(SignatureAlgorithm.class::cast)
                .toList();
    }

    /** Returns everything that can be signed with, the preferred ones first, and of an RSA key the better padding. */
    static List<SignatureAlgorithm> everySignature(List<SignatureAlgorithm> preferred) {
        Stream<SignatureAlgorithm> others = Stream.<SignatureAlgorithm>concat(
                        Stream.of(AsymmetricAlgorithm.values()), Stream.of(PqcAsymmetricAlgorithm.values()))
                .sorted(Comparator.comparing(algorithm -> algorithm.toString().startsWith("RSASSA")));
        return Stream.concat(preferred.stream(), others).distinct().toList();
    }

    /** Lets an end sign by one algorithm. */
    static AlgorithmPreferences signingBy(
            SignatureAlgorithm algorithm,
            AlgorithmPreferences preferences,
            AlgorithmCategory classic,
            AlgorithmCategory postQuantum) {
        boolean isClassic = classic.algorithms().contains(algorithm);
        return isClassic
                ? preferences.with(classic, algorithm).with(postQuantum)
                : preferences.with(classic).with(postQuantum, algorithm);
    }

    private static List<Algorithm> joined(List<Algorithm> left, List<Algorithm> right) {
        return Stream.concat(left.stream(), right.stream()).distinct().toList();
    }
}
