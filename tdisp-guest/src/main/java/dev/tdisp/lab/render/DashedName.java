package dev.tdisp.lab.render;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Constants as they stand in addresses and on command lines: in lower case, with dashes. */
public final class DashedName {
    private DashedName() {}

    /**
     * Writes a constant.
     *
     * @param constant the constant
     * @return its name
     */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Finds a constant.
     *
     * @param <E> the type
     * @param type the type
     * @param text its name, with dashes
     * @return the constant, if there is one of this name
     */
    public static <E extends Enum<E>> Optional<E> find(Class<E> type, String text) {
        return Stream.of(type.getEnumConstants())
                .filter(constant -> of(constant).equals(text))
                .findFirst();
    }
}
