package dev.tdisp.device.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Dumps of configuration spaces, 16 bytes a line; lines of zeros are left out. */
final class WorkedExample {
    private WorkedExample() {}

    static List<String> read(String name) {
        try (InputStream in = Objects.requireNonNull(WorkedExample.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
