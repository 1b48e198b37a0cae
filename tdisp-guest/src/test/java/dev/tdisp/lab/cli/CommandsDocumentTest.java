package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Runs every {@code tdisp} command of the README and of all documents as it stands there.
 *
 * <p>A line of a shell block is expected to end with 0, or as its remark {@code # exit code N} says. What listens runs
 * in the background to the end of its document, and the commands after it find it there.
 */
class CommandsDocumentTest {
    /** What needs other people's programs or files; live tests run these. */
    private static final List<String> NOT_ALONE = List.of("…/spdm-emu/", "--target tcp:");

    private static final Pattern INLINE = Pattern.compile("`tdisp ([a-z]+)( [^`]*)?`");
    private static final Pattern RUNNABLE =
            Pattern.compile("`tdisp (attack(?: --weak)?(?: (?:[AS]\\d+|GAP-ATT-\\d+))+|flow [a-z-]+)`");
    private static final Pattern OPTION = Pattern.compile("(?<= )--[a-z][a-z-]*");

    @TempDir
    private Path folder;

    static Stream<Path> documentsWithCommands() throws IOException {
        return DocumentFiles.all().stream()
                .filter(document -> !commands(document).isEmpty());
    }

    private static List<DocumentCommand> commands(Path document) {
        return DocumentCommand.of(document, DocumentFiles.text(document)).stream()
                .filter(command -> NOT_ALONE.stream().noneMatch(command.text()::contains))
                .toList();
    }

    @ParameterizedTest
    @Timeout(120)
    @MethodSource("documentsWithCommands")
    void commandsEndAsTheDocumentSays(Path document) {
        try (var session = new DocumentSession(folder)) {
            commands(document).forEach(session::run);
        }
    }

    @Test
    void whatCannotRunAloneIsStillThere() throws IOException {
        List<String> texts = DocumentFiles.all().stream()
                .flatMap(document -> DocumentCommand.of(document, DocumentFiles.text(document)).stream())
                .map(DocumentCommand::text)
                .toList();

        assertThat(NOT_ALONE)
                .allSatisfy(part ->
                        assertThat(texts).anySatisfy(text -> assertThat(text).contains(part)));
    }

    @Test
    void attacksAndFlowsWithinSentencesRun() throws IOException {
        Set<String> lines = new TreeSet<>();
        for (Path document : DocumentFiles.all()) {
            RUNNABLE.matcher(DocumentFiles.text(document)).results().forEach(found -> lines.add(found.group(1)));
        }

        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            CommandResult result = CommandResult.run(line.split(" "));
            assertThat(result.exitCode()).as(line + "\n" + result.text()).isZero();
        });
    }

    @Test
    void commandsWithinSentencesAndTheirOptionsExist() throws IOException {
        var tdisp = new CommandLine(new Tdisp());
        for (Path document : DocumentFiles.all()) {
            INLINE.matcher(DocumentFiles.text(document)).results().forEach(command -> {
                CommandLine known = tdisp.getSubcommands().get(command.group(1));
                assertThat(known).as("%s in %s", command.group(), document).isNotNull();
                CommandSpec spec = known.getCommandSpec();
                assertThat(OPTION.matcher(command.group()).results().map(option -> option.group()))
                        .as("%s in %s", command.group(), document)
                        .allSatisfy(option ->
                                assertThat(spec.findOption(option)).as(option).isNotNull());
            });
        }
    }
}
