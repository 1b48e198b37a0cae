package dev.tdisp.architecture;

import dev.tdisp.guest.attestation.Appraiser;
import dev.tdisp.guest.attestation.Check;
import dev.tdisp.guest.attestation.Criterion;
import dev.tdisp.guest.policy.PolicyKey;
import dev.tdisp.guest.token.TokenClaim;
import dev.tdisp.guest.token.TokenSwitch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AttestationDocumentTest {
    private static final Path GUIDE = Path.of("docs/attestation.md");
    private static final Path POLICY = Path.of("docs/reference/policy.md");
    private static final Path TOKEN = Path.of("docs/reference/token.md");
    private static final String END = "end of table";

    @Test
    void theGuideListsCriteriaAndChecks() throws IOException {
        String criteria = table(
                "| # | Criterion | Evidence | Believed for | If not | Checks |\n|---|---|---|---|---|---|\n",
                Stream.of(Criterion.values()).map(AttestationDocumentTest::row));
        String checks = table(
                "| Check | Passes if | Of | VM | Relying party |\n|---|---|---|---|---|\n",
                Stream.of(Check.values()).map(AttestationDocumentTest::row));

        Document.at(GUIDE)
                .replace("table: criteria", END, criteria)
                .replace("table: checks", END, checks)
                .check();
    }

    @Test
    void theReferenceListsTheKeysOfAPolicy() throws IOException {
        String keys = table(
                "| Key | Value | Without it | Meaning |\n|---|---|---|---|\n",
                Stream.of(PolicyKey.values())
                        .map(key -> "| `%s` | %s | %s | %s |"
                                .formatted(key.key(), key.form(), key.unlessTold(), key.meaning())));

        Document.at(POLICY).replace("table: keys", END, keys).check();
    }

    @Test
    void theReferenceListsClaimsAndSwitches() throws IOException {
        String claims = table(
                "| Map | Key | Name | Value | Meaning |\n|---|---|---|---|---|\n",
                Stream.of(TokenClaim.values()).map(TokenClaim::row));
        String switches = table(
                "| Question | Off | On | Switch |\n|---|---|---|---|\n",
                Stream.of(TokenSwitch.values()).map(TokenSwitch::row));

        Document.at(TOKEN)
                .replace("table: claims", END, claims)
                .replace("table: switches", END, switches)
                .check();
    }

    private static String row(Criterion criterion) {
        String checks = criterion.checks().stream()
                .map(check -> "`%s`".formatted(check))
                .collect(Collectors.joining(", "));
        return "| %d | %s | %s | %s | %s | %s |"
                .formatted(
                        criterion.number(),
                        criterion.title(),
                        criterion.evidence(),
                        criterion.anchor(),
                        criterion.consequence(),
                        checks);
    }

    private static String row(Check check) {
        String guest = check == Check.RUNS ? "after START" : check.askers().contains(Appraiser.GUEST) ? "yes" : "";
        String remote = check.askers().contains(Appraiser.RELYING_PARTY) ? "yes" : "";
        return "| `%s` | %s | %d | %s | %s |"
                .formatted(check, check.sentence(), check.criterion().number(), guest, remote);
    }

    private static String table(String head, Stream<String> rows) {
        return rows.collect(Collectors.joining("\n", head, "\n"));
    }
}
