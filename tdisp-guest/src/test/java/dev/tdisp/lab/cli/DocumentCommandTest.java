package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentCommandTest {
    private static List<DocumentCommand> in(String document) {
        return DocumentCommand.of(Path.of("page.md"), document);
    }

    @Test
    void shellBlocksHaveCommandsAmongOthers() {
        List<DocumentCommand> commands = in("""
                ```sh
                ./mvnw package
                java -jar target/tdisp.jar attach --seed 7
                tdisp flow reboot
                ```
                """);

        assertThat(commands)
                .extracting(DocumentCommand::words)
                .containsExactly(List.of("attach", "--seed", "7"), List.of("flow", "reboot"));
    }

    @Test
    void otherBlocksHaveCommandsBehindAPrompt() {
        List<DocumentCommand> commands = in("""
                ```
                $ tdisp compare
                tdisp         0             0
                ```
                """);

        assertThat(commands).extracting(DocumentCommand::words).containsExactly(List.of("compare"));
    }

    @Test
    void blocksOfNothingElseNeedNoPrompt() {
        assertThat(in("```\ntdisp flow --list\ntdisp flow kexec\n```\n")).hasSize(2);
    }

    @Test
    void proseAndOtherLanguagesHaveNone() {
        assertThat(in("tdisp attach\n\n```text\ntdisp: nothing\n```\n\n```java\nvar tdisp = 1;\n```\n"))
                .isEmpty();
    }

    @Test
    void remarksSayHowACommandEnds() {
        List<DocumentCommand> commands = in("""
                ```sh
                tdisp attach --fault 'response KP_ACK#3: drop'  # exit code 1: no key
                tdisp attach  # all is well
                ```
                """);

        assertThat(commands).extracting(DocumentCommand::exitCode).containsExactly(1, 0);
        assertThat(commands.get(0).words()).containsExactly("attach", "--fault", "response KP_ACK#3: drop");
        assertThat(commands.get(1).words()).containsExactly("attach");
    }

    @Test
    void longCommandsGoOnInTheNextLine() {
        assertThat(in("```sh\ntdisp attach \\\n    --seed 3\n```\n").get(0).words())
                .containsExactly("attach", "--seed", "3");
    }

    @Test
    void whatListensIsAServer() {
        assertThat(in("```sh\ntdisp device --listen 127.0.0.1:2323\n```\n"))
                .singleElement()
                .matches(DocumentCommand::isServer);
    }
}
