package dev.tdisp.lab.teach;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Data of this package: lines of parts, with a bar between them. */
final class Lines {
    private static final String SEPARATOR = " \\| ";

    private Lines() {}

    /** Reads a file of the package; each line has that many parts. */
    static List<List<String>> of(String file, int parts) {
        var stream = Objects.requireNonNull(Lines.class.getResourceAsStream(file), file);
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> split(file, line, parts))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    private static List<String> split(String file, String line, int parts) {
        List<String> found = Stream.of(line.split(SEPARATOR)).map(String::strip).toList();
        if (found.size() != parts) {
            throw new IllegalStateException("%s: '%s' has not %d parts".formatted(file, line, parts));
        }
        return found;
    }
}
