package dev.tdisp.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinksTest {
    private static final Path README = Production.ROOT.resolve("README.md").normalize();
    private static final Path INDEX = Production.ROOT.resolve("docs/README.md").normalize();
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final Pattern PLACE = Pattern.compile("]\\(([^)#:]*)#([^)]+)\\)");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");

    @Test
    void linksOfDocumentsLeadSomewhere() throws IOException {
        for (Path document : documents()) {
            assertThat(links(document))
                    .as(document.toString())
                    .allSatisfy(link -> assertThat(link).exists());
        }
    }

    @Test
    void linksIntoDocumentsLeadToHeadings() throws IOException {
        for (Path document : documents()) {
            PLACE.matcher(read(document)).results().forEach(link -> {
                Path target = link.group(1).isEmpty() ? document : target(document, link.group(1));
                assertThat(headings(target))
                        .as("%s of %s", link.group(), document)
                        .contains(link.group(2));
            });
        }
    }

    @Test
    void twoLinksLeadFromTheReadmeToEveryDocument() throws IOException {
        List<Path> first = links(README);
        List<Path> reached = Stream.concat(
                        first.stream(),
                        first.stream().filter(LinksTest::isDocument).flatMap(page -> links(page).stream()))
                .toList();

        assertThat(first).contains(INDEX);
        assertThat(reached)
                .containsAll(documents().stream()
                        .filter(document -> !document.equals(README))
                        .toList());
    }

    private static boolean isDocument(Path path) {
        return path.toString().endsWith(".md");
    }

    private static List<Path> links(Path document) {
        return LINK.matcher(read(document))
                .results()
                .map((MatchResult link) -> target(document, link.group(1)))
                .toList();
    }

    private static Path target(Path document, String link) {
        return document.resolveSibling(link).normalize();
    }

    /** The names that a repository host gives to headings. */
    private static List<String> headings(Path document) {
        return FENCED.matcher(read(document))
                .replaceAll("")
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1"))
                .map(title -> title.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static String read(Path document) {
        try {
            return Files.readString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.walk(Production.ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(README), files)
                    .map(Path::normalize)
                    .filter(LinksTest::isDocument)
                    .toList();
        }
    }
}
