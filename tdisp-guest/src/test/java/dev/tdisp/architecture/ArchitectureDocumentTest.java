package dev.tdisp.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Compares the pictures of {@code docs/architecture.md} with the code.
 *
 * <p>{@code ./mvnw -Pquick test -Dtest=ArchitectureDocumentTest -Dtdisp.docs.update=true
 * -Dsurefire.failIfNoSpecifiedTests=false} draws them anew.
 */
class ArchitectureDocumentTest {
    private static final Path DOCUMENT = Production.ROOT.resolve("docs/architecture.md");

    @Test
    void thePicturesShowTheModulesAndPackagesThatExist() throws IOException {
        String document = Files.readString(DOCUMENT);
        String expected = document;
        for (Map.Entry<String, String> picture : pictures().entrySet()) {
            expected = replace(expected, picture.getKey(), picture.getValue());
        }

        if (Boolean.getBoolean("tdisp.docs.update")) {
            Files.writeString(DOCUMENT, expected);
        } else {
            assertThat(document)
                    .as("docs/architecture.md; -Dtdisp.docs.update=true draws it anew")
                    .isEqualTo(expected);
        }
    }

    @Test
    void everyPackageIsInTheTable() throws IOException {
        List<String> missing = Production.packages().stream()
                .filter(name -> !isInTable(name.substring("dev.tdisp.".length())))
                .toList();

        assertThat(missing)
                .as("packages that docs/architecture.md does not name")
                .isEmpty();
    }

    private static boolean isInTable(String name) {
        try {
            return Files.readString(DOCUMENT).contains("| `" + name + "` |");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
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

    private static String replace(String document, String name, String picture) {
        String start = "<!-- picture: %s -->\n".formatted(name);
        String end = "<!-- end of picture -->\n";
        int from = document.indexOf(start) + start.length();
        int to = document.indexOf(end, from);
        assertThat(document).as("place of picture " + name).contains(start);
        return document.substring(0, from) + picture + document.substring(to);
    }
}
