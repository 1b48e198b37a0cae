package dev.tdisp.architecture;

import dev.tdisp.lab.Milestone;
import dev.tdisp.lab.attack.Attack;
import dev.tdisp.lab.attack.Attacks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares {@code docs/reference/attacks.md} with the catalogue; see {@link Document} for how to write it anew. */
class AttacksDocumentTest {
    private static final Path PATH = Path.of("docs/reference/attacks.md");

    @Test
    void theTableIsTheCatalogue() throws IOException {
        String rows = Attacks.all().stream().map(AttacksDocumentTest::row).collect(Collectors.joining());

        Document.at(PATH)
                .replace(
                        "attacks",
                        "end of attacks",
                        "| Id | Attack | Power | From | Steps | Goal | Noticed by | Clause | Succeeds against |\n"
                                + "|---|---|---|---|---|---|---|---|---|\n"
                                + rows)
                .check();
    }

    private static String row(Attack attack) {
        return "| %s | %s | %s | %s | %s | %s | %s | %s | %s |\n"
                .formatted(
                        attack.id(),
                        attack.title(),
                        attack.power(),
                        attack.precondition().map(Milestone::name).orElse("the start"),
                        attack.steps().stream().map(Attack.Step::text).collect(Collectors.joining("; ")),
                        attack.goal().text(),
                        attack.expectation(),
                        attack.clause(),
                        attack.weakness().toString().replace("|", "or"));
    }
}
