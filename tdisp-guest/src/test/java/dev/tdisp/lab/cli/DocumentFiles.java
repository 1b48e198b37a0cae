package dev.tdisp.lab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the documents are. */
final class DocumentFiles {
    static final Path ROOT = Path.of(System.getProperty("tdisp.project.root", ".."));

    private DocumentFiles() {}

    /** Names the README and all documents under {@code docs}, from the project's root. */
    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(Path.of("README.md")), files.map(ROOT::relativize))
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    static String text(Path document) {
        try {
            return Files.readString(ROOT.resolve(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
