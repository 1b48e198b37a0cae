package dev.tdisp.lab.render;

import dev.tdisp.architecture.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TraceFormatsDocumentTest {
    @Test
    void theManualListsTheForms() throws IOException {
        String table = Arrays.stream(TraceFormat.values())
                .map(format -> "| `%s` | %s | %s |\n"
                        .formatted(format.word(), format.sentence(), format.hasLevels() ? "yes" : "no"))
                .collect(Collectors.joining("", "| Form | What it shows | By level |\n|---|---|---|\n", ""));

        Document.at(Path.of("docs/reference/command-line.md"))
                .replace("table of forms", "end of table", table)
                .check();
    }
}
