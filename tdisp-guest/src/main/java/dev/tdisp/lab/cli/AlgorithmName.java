package dev.tdisp.lab.cli;

import dev.tdisp.spdm.algorithm.Algorithm;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An algorithm by its name on the command line.
 *
 * @param name for example {@code p384}
 * @param category what it is for
 * @param algorithm the algorithm
 */
record AlgorithmName(String name, AlgorithmCategory category, Algorithm algorithm) {
    private static final List<AlgorithmName> ALL = Arrays.stream(AlgorithmCategory.values())
            .filter(category -> category != AlgorithmCategory.KEY_SCHEDULE)
            .flatMap(category -> category.algorithms().stream()
                    .map(algorithm -> new AlgorithmName(name(category, algorithm), category, algorithm)))
            .toList();

    /** Finds the name of an algorithm. */
    static String of(AlgorithmCategory category, Algorithm algorithm) {
        return name(category, algorithm);
    }

    /** Returns all names of some categories, the short ones first. */
    static String list(AlgorithmCategory... categories) {
        return ALL.stream()
                .filter(each -> Set.of(categories).contains(each.category))
                .map(AlgorithmName::name)
                .sorted(Comparator.comparingInt(String::length))
                .collect(Collectors.joining(", "));
    }

    private static String name(AlgorithmCategory category, Algorithm algorithm) {
        String constant = ((Enum<?>) algorithm).name().toLowerCase(Locale.ROOT);
        return switch (category) {
            case MEASUREMENT_HASH -> "meas-" + (constant.startsWith("raw") ? "raw" : hash(constant));
            case BASE_HASH -> hash(constant);
            case BASE_ASYM, PQC_ASYM -> signature(constant);
            case REQ_BASE_ASYM, REQ_PQC_ASYM -> "req-" + signature(constant);
            case DHE -> constant.startsWith("sm2") ? "sm2dhe" : constant.replace("_", "");
            case AEAD, KEM, KEY_SCHEDULE -> constant.replace("_", "");
        };
    }

    private static String hash(String constant) {
        return constant.equals("sm3_256")
                ? "sm3"
                : constant.replace("sha_", "sha").replace('_', '-');
    }

    private static String signature(String constant) {
        if (constant.startsWith("slh_dsa_")) {
            return constant.replace("slh_dsa", "slhdsa").replace('_', '-');
        }
        return constant.equals("sm2_p256")
                ? "sm2"
                : constant.replace("ecdsa_", "").replace("_", "");
    }

    @Override
    public String toString() {
        return name;
    }

    /** Reads a name. */
    static final class Converter implements ITypeConverter<AlgorithmName> {
        /** For picocli. */
        Converter() {}

        @Override
        public AlgorithmName convert(String text) {
            String wanted = text.strip().toLowerCase(Locale.ROOT);
            return ALL.stream()
                    .filter(each -> each.name.equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(unknown(text)));
        }

        private static String unknown(String text) {
            return Stream.of(
                            "'%s' is no algorithm; there are".formatted(text),
                            "signatures of the device: "
                                    + list(AlgorithmCategory.BASE_ASYM, AlgorithmCategory.PQC_ASYM),
                            "signatures of the host: the same after req-, for example req-p384",
                            "hashes: " + list(AlgorithmCategory.BASE_HASH),
                            "hashes of measurements: " + list(AlgorithmCategory.MEASUREMENT_HASH),
                            "key exchange: " + list(AlgorithmCategory.DHE, AlgorithmCategory.KEM),
                            "encryption: " + list(AlgorithmCategory.AEAD))
                    .collect(Collectors.joining(System.lineSeparator() + "  "));
        }
    }

    /** All names, for completion. */
    static final class Candidates implements Iterable<String> {
        /** For picocli. */
        Candidates() {}

        @Override
        public Iterator<String> iterator() {
            return ALL.stream().map(AlgorithmName::name).iterator();
        }
    }
}
