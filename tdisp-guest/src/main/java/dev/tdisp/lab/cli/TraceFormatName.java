package dev.tdisp.lab.cli;

import dev.tdisp.lab.render.TraceFormat;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Forms of traces as they are written on the command line. */
final class TraceFormatName implements ITypeConverter<TraceFormat>, Iterable<String> {
    @Override
    public TraceFormat convert(String text) {
        return TraceFormat.of(text)
                .orElseThrow(() -> new TypeConversionException(
                        "'%s' is not one of: %s".formatted(text, String.join(", ", names()))));
    }

    private static List<String> names() {
        return Stream.of(TraceFormat.values()).map(TraceFormat::word).toList();
    }

    @Override
    public Iterator<String> iterator() {
        return names().iterator();
    }
}
