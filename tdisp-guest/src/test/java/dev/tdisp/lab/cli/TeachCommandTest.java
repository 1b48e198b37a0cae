package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.lab.quiz.Exercises;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TeachCommandTest {
    @TempDir
    private Path folder;

    @Test
    void thePageIsOneFileThatNeedsNothingElse() throws IOException {
        Path file = folder.resolve("page.html");

        CommandResult result = CommandResult.run("teach", "--html", file.toString(), "--seed", "9");

        assertThat(result.exitCode()).isZero();
        assertThat(Files.readString(file))
                .contains("\"seed\":\"9\"")
                .doesNotContain("<!--")
                .doesNotContainPattern("(src|href)=\"(?!data:|#)");
    }

    @Test
    void theSameSeedGivesTheSameFile() throws IOException {
        Path one = folder.resolve("one.html");
        Path other = folder.resolve("other.html");

        CommandResult.run("teach", "--html", one.toString(), "--attack", "A6");
        CommandResult.run("teach", "--html", other.toString(), "--attack", "A6");

        assertThat(one).hasSameBinaryContentAs(other);
    }

    @Test
    void aFileThatCannotBeWrittenIsToldOnOneLine() {
        CommandResult result = CommandResult.run(
                "teach", "--html", folder.resolve("none/page.html").toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.text().lines()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"--flow, nonsense", "--attack, A99", "--break, 3", "--fault, nonsense", "--seed, x"})
    void whatIsNotKnownIsAWrongCommandLine(String option, String value) {
        CommandResult result =
                CommandResult.run("teach", "--html", folder.resolve("x").toString(), option, value);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.text()).contains(option.substring(2));
    }

    @Test
    void quizListsItsExercises() {
        CommandResult result = CommandResult.run("quiz");

        assertThat(result.exitCode()).isZero();
        assertThat(result.text().lines()).hasSize(10);
    }

    @Test
    void quizChecksWhatIsAnswered() {
        assertThat(ask("bus-master", "4\n2")).endsWith("Right. The run says so too.\ntrue");
        assertThat(ask("bus-master", "3\n2"))
                .contains("Not yet. Look again: In which state")
                .endsWith("false");
        assertThat(ask("bus-master", "")).endsWith("false");
        assertThat(ask("bus-master", "nonsense\n99")).endsWith("false");
    }

    @ParameterizedTest
    @CsvSource({"--break, 200:sleep", "--attack, A6"})
    void whatCannotBeDoneIsAWrongCommandLineToo(String option, String value) {
        String file = folder.resolve("x").toString();

        CommandResult result = CommandResult.run("teach", "--html", file, option, value, "--break", "3:sleep");

        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    void anExerciseThatThereIsNotIsAWrongCommandLine() {
        assertThat(CommandResult.run("quiz", "99").exitCode()).isEqualTo(2);
    }

    private static String ask(String exercise, String answers) {
        var text = new StringWriter();
        boolean isRight = QuizCommand.ask(
                Exercises.named(exercise).orElseThrow(), new Scanner(answers), new PrintWriter(text, true));
        return text.toString().replace(System.lineSeparator(), "\n") + isRight;
    }
}
