package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class CommandLineDocumentTest {
    private static final List<String> OF_EVERY_COMMAND = List.of("--help", "--version", "--verbose");

    private final Map<String, CommandLine> commands = new CommandLine(new Tdisp()).getSubcommands();

    private static String page() throws IOException {
        Path root = Path.of(System.getProperty("tdisp.project.root", ".."));
        return Files.readString(root.resolve("docs/reference/command-line.md"));
    }

    private static String section(String page, String title) {
        int start = page.indexOf("\n## " + title + "\n");
        assertThat(start).as("section %s", title).isNotNegative();
        int end = page.indexOf("\n## ", start + 1);
        return page.substring(start, end < 0 ? page.length() : end);
    }

    @Test
    void everyOptionOfTheseCommandsIsExplained() throws IOException {
        String page = page();

        for (String name : List.of("appraise", "attach", "conform", "device", "diff", "dump", "host", "trace")) {
            CommandLine command = commands.get(name);
            String section = section(page, "tdisp " + name);
            List<String> options = command.getCommandSpec().options().stream()
                    .map(OptionSpec::longestName)
                    .filter(option -> !OF_EVERY_COMMAND.contains(option))
                    .toList();
            assertThat(options)
                    .as("options of %s", name)
                    .isNotEmpty()
                    .allSatisfy(option -> assertThat(section)
                            .as("%s of %s", option, name)
                            .containsPattern("`[^`]*" + option + "\\b"));
        }
    }

    @Test
    void noOptionIsExplainedThatIsNotThere() throws IOException {
        String page = page();

        commands.forEach((name, command) -> {
            String rows = page.contains("\n## tdisp " + name + "\n") ? section(page, "tdisp " + name) : "";
            List<String> explained = rows.lines()
                    .filter(line -> line.startsWith("| `--"))
                    .map(line -> line.split("`")[1].split(" ")[0])
                    .toList();
            assertThat(command.getCommandSpec().optionsMap().keySet()).as(name).containsAll(explained);
        });
    }

    @Test
    void everyAlgorithmIsNamed() throws IOException {
        String section = section(page(), "Algorithms");

        assertThat(section)
                .contains(
                        quoted(AlgorithmCategory.BASE_ASYM, AlgorithmCategory.PQC_ASYM),
                        quoted(AlgorithmCategory.BASE_HASH),
                        quoted(AlgorithmCategory.MEASUREMENT_HASH),
                        quoted(AlgorithmCategory.DHE, AlgorithmCategory.KEM),
                        quoted(AlgorithmCategory.AEAD));
    }

    private static String quoted(AlgorithmCategory... categories) {
        return "| `" + AlgorithmName.list(categories).replace(", ", "`, `") + "` |";
    }
}
