package dev.tdisp.lab.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Constants as they are written on the command line: in lower case, with dashes. */
final class DashedName {
    private DashedName() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> Optional<E> find(Class<E> type, String text) {
        return Stream.of(type.getEnumConstants())
                .filter(constant -> of(constant).equals(text))
                .findFirst();
    }
}
