package dev.tdisp.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Shows the examples of {@code docs/testing.md} as they run. */
class TestingDocumentTest {
    private static final Path DOCUMENT = Path.of("docs/testing.md");
    private static final Path EXAMPLES = Path.of("tdisp-guest/src/test/java/dev/tdisp/lab/examples");
    private static final Pattern EXAMPLE =
            Pattern.compile("^ *// example: (\\S+)\n(.*?)^ *// end of example\n", Pattern.DOTALL | Pattern.MULTILINE);

    @Test
    void theExamplesAreThoseThatRun() throws IOException {
        Document document = Document.at(DOCUMENT);
        for (Map.Entry<String, String> example : examples().entrySet()) {
            document = document.replace(
                    "example: " + example.getKey(), "end of example", "```java\n%s```\n".formatted(example.getValue()));
        }
        document.check();
    }

    private static Map<String, String> examples() throws IOException {
        Map<String, String> examples = new TreeMap<>();
        for (Path source : sources()) {
            Matcher matcher = EXAMPLE.matcher(Files.readString(source));
            while (matcher.find()) {
                examples.put(matcher.group(1), matcher.group(2).stripTrailing().stripIndent() + "\n");
            }
        }
        assertThat(examples).hasSizeGreaterThanOrEqualTo(10);
        return examples;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(Production.ROOT.resolve(EXAMPLES))) {
            return files.sorted().toList();
        }
    }
}
