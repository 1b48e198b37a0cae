package dev.tdisp.lab.cli;

import dev.tdisp.lab.Milestone;
import dev.tdisp.lab.render.DashedName;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Milestones as they are written on the command line: in lower case, with dashes. */
final class MilestoneName implements ITypeConverter<Milestone>, Iterable<String> {
    static String of(Milestone milestone) {
        return DashedName.of(milestone);
    }

    @Override
    public Milestone convert(String text) {
        return Stream.of(Milestone.values())
                .filter(milestone -> of(milestone).equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "'%s' is not one of: %s".formatted(text, String.join(", ", names()))));
    }

    private static List<String> names() {
        return Stream.of(Milestone.values()).map(MilestoneName::of).toList();
    }

    @Override
    public Iterator<String> iterator() {
        return names().iterator();
    }
}
