package dev.tdisp.lab.cli;

import dev.tdisp.core.ide.IdeForm;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Features of IDE as they are written on the command line: {@code pcrc,aggregation=8,partial-header=1}. */
final class IdeFormName implements ITypeConverter<IdeForm>, Iterable<String> {
    private static final String PCRC = "pcrc";
    private static final List<String> UNITS = List.of("aggregation=2", "aggregation=4", "aggregation=8");
    private static final List<String> MODES =
            List.of("partial-header=1", "partial-header=2", "partial-header=3", "partial-header=4");

    @Override
    public IdeForm convert(String text) {
        boolean pcrc = false;
        int unit = 0;
        int mode = 0;
        Set<String> named = new HashSet<>();
        for (String feature : text.split(",", -1)) {
            if (!named.add(feature.split("=", -1)[0])) {
                throw new TypeConversionException("'%s' says %s twice".formatted(text, feature.split("=", -1)[0]));
            }
            if (feature.equals(PCRC)) {
                pcrc = true;
            } else if (UNITS.contains(feature)) {
                unit = UNITS.indexOf(feature) + 1;
            } else if (MODES.contains(feature)) {
                mode = MODES.indexOf(feature) + 1;
            } else {
                throw new TypeConversionException("'%s' is not one of: %s".formatted(feature, String.join(", ", this)));
            }
        }
        return new IdeForm(pcrc, unit, unit, unit, mode);
    }

    @Override
    public Iterator<String> iterator() {
        return Stream.of(List.of(PCRC), UNITS, MODES).flatMap(List::stream).iterator();
    }
}
