package dev.tdisp.core.tdi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps the documents equal to the table.
 *
 * <p>With {@code -Dtdisp.docs.update=true} the generated parts are written anew.
 */
class StateTablesDocumentTest {
    private static final Path REFERENCE = Path.of(System.getProperty("tdisp.project.root", ".."), "docs", "reference");

    private static final Map<String, String> PARTS = Map.of(
            "requests", TdiStateTables.requests(),
            "events", TdiStateTables.events(),
            "switches", TdiStateTables.switches(),
            "diagram", "```mermaid\n" + TdiStateTables.diagram() + "```\n");

    @Test
    void theStatesDocumentShowsTheTable() throws IOException {
        Path file = REFERENCE.resolve("tdi-states.md");
        String document = Files.readString(file);

        String regenerated = document;
        for (var part : PARTS.entrySet()) {
            regenerated = replace(regenerated, part.getKey(), part.getValue());
        }

        if (Boolean.getBoolean("tdisp.docs.update")) {
            Files.writeString(file, regenerated);
        }
        assertThat(Files.readString(file))
                .as("run this test with -Dtdisp.docs.update=true to write %s anew", file)
                .isEqualTo(regenerated);
    }

    @Test
    void theDisputedDocumentNamesEverySwitchWithItsPositions() throws IOException {
        String document = Files.readString(REFERENCE.resolve("disputed.md"));

        List<String> missing = new ArrayList<>();
        for (TdispSwitch each : TdispSwitch.values()) {
            boolean isNamed = document.lines()
                    .anyMatch(line -> line.contains("`" + each + "`") && line.startsWith("| " + each.topic()));
            if (!isNamed) {
                missing.add(each.topic() + " " + each);
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void theDisputedDocumentHasEveryPointOnceAndNoSwitchThatIsNone() throws IOException {
        String document = Files.readString(REFERENCE.resolve("disputed.md"));

        List<String> topics = document.lines()
                .filter(line -> line.matches("\\| [DU]\\d+ \\|.*"))
                .map(line -> line.substring(2, line.indexOf(' ', 2)))
                .toList();
        assertThat(topics)
                .doesNotHaveDuplicates()
                .containsAll(IntStream.rangeClosed(1, 34).mapToObj(i -> "D" + i).toList())
                .containsAll(IntStream.rangeClosed(1, 20).mapToObj(i -> "U" + i).toList());
        List<String> known = Stream.of(TdispSwitch.values()).map(Enum::name).toList();
        Set<String> named = document.lines()
                .filter(line -> line.startsWith("| "))
                .flatMap(line ->
                        Pattern.compile("`([A-Z][A-Z0-9_]+)`").matcher(line).results())
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
        assertThat(named).containsExactlyInAnyOrderElementsOf(known);
    }

    private static String replace(String document, String part, String content) {
        String begin = "<!-- generated: " + part + " -->\n";
        int from = document.indexOf(begin);
        int to = document.indexOf("<!-- end -->", from);
        assertThat(from).as("mark of part %s", part).isNotNegative();
        return document.substring(0, from + begin.length()) + content + document.substring(to);
    }
}
