package dev.tdisp.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Compares {@code docs/architecture.md} with the code; see {@link Document} for how to draw the pictures anew. */
class ArchitectureDocumentTest {
    private static final Path PATH = Path.of("docs/architecture.md");

    @Test
    void thePicturesShowTheModulesAndPackagesThatExist() throws IOException {
        Document document = Document.at(PATH);
        for (Map.Entry<String, String> picture : pictures().entrySet()) {
            document = document.replace("picture: " + picture.getKey(), "end of picture", picture.getValue());
        }

        document.check();
    }

    @Test
    void theTablesNameThePackagesThatExist() throws IOException {
        Matcher rows = Pattern.compile("(?m)^\\| `([a-z.]+)` \\|")
                .matcher(Document.at(PATH).text());

        assertThat(rows.results().map(row -> "dev.tdisp." + row.group(1)))
                .containsExactlyInAnyOrderElementsOf(Production.packages());
    }

    private static Map<String, String> pictures() {
        var pictures = new LinkedHashMap<String, String>();
        pictures.put("modules", PackageGraph.ofModules().toMermaid());
        for (String root : List.of("core", "spdm", "device", "host", "guest", "lab")) {
            String prefix = "dev.tdisp." + root;
            pictures.put(
                    root,
                    PackageGraph.ofPackages(name -> name.equals(prefix) || name.startsWith(prefix + "."))
                            .toMermaid());
        }
        return pictures;
    }
}
