package dev.tdisp.architecture;

import dev.tdisp.lab.conformance.Clause;
import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.suites.Suites;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Compares {@code docs/reference/clauses.md} with the tables of clauses. */
class ClausesDocumentTest {
    private static final Path PATH = Path.of("docs/reference/clauses.md");

    @Test
    void theListIsThatOfTheTables() throws IOException {
        var text = new StringBuilder();
        for (Suites suite : Suites.values()) {
            text.append("\n## %s\n\n| Clause | Level | Requirement | Section | Anchor |\n|---|---|---|---|---|\n"
                    .formatted(suite.name()));
            Clauses.named(suite.clauses()).all().forEach(clause -> text.append(row(clause)));
        }

        Document.at(PATH).replace("clauses", "end of clauses", text + "\n").check();
    }

    private static String row(Clause clause) {
        return "| %s | %s | %s | %s | %s |\n"
                .formatted(
                        clause.id(),
                        clause.level(),
                        clause.requirement().replace("|", "\\|"),
                        clause.source(),
                        clause.anchor());
    }
}
