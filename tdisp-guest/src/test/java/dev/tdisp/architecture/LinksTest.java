package dev.tdisp.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinksTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

    @Test
    void linksOfDocumentsLeadSomewhere() throws IOException {
        for (Path document : documents()) {
            assertThat(links(document))
                    .allSatisfy(link -> assertThat(document.resolveSibling(link).normalize())
                            .as(document.toString())
                            .exists());
        }
    }

    @Test
    void theReadmeLeadsToEveryDocument() throws IOException {
        Path readme = Production.ROOT.resolve("README.md");
        List<Path> reached = links(readme).stream()
                .map(link -> readme.resolveSibling(link).normalize())
                .toList();

        assertThat(reached)
                .containsAll(documents().stream()
                        .map(Path::normalize)
                        .filter(document -> !document.equals(readme.normalize()))
                        .toList());
    }

    private static List<String> links(Path document) throws IOException {
        return LINK.matcher(Files.readString(document))
                .results()
                .map((MatchResult link) -> link.group(1))
                .toList();
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.walk(Production.ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(Production.ROOT.resolve("README.md")), files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }
}
