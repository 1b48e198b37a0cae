package dev.tdisp.lab.cli;

import dev.tdisp.host.platform.PlatformProfile;
import dev.tdisp.host.platform.Platforms;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Platforms as they are written on the command line. */
final class PlatformName implements ITypeConverter<PlatformProfile>, Iterable<String> {
    @Override
    public PlatformProfile convert(String text) {
        return PlatformProfile.of(text)
                .orElseThrow(() -> new TypeConversionException(
                        "'%s' is not one of: %s".formatted(text, String.join(", ", names()))));
    }

    private static List<String> names() {
        return Platforms.ALL.stream().map(PlatformProfile::key).toList();
    }

    @Override
    public Iterator<String> iterator() {
        return names().iterator();
    }
}
