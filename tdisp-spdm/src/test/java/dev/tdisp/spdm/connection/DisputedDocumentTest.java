package dev.tdisp.spdm.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.spdm.algorithm.SpdmRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DisputedDocumentTest {
    private static final Path PATH =
            Path.of(System.getProperty("tdisp.project.root", ".."), "docs", "reference", "disputed-spdm.md");

    @Test
    void eachPointWithASwitchHasOneRow() throws IOException {
        List<String> rows = Files.readString(PATH)
                .lines()
                .filter(line -> line.matches("\\| S\\d+ .*"))
                .toList();

        assertThat(rows).hasSameSizeAs(SpdmSwitch.values());
        for (SpdmSwitch each : SpdmSwitch.values()) {
            assertThat(rows)
                    .anyMatch(row -> row.startsWith("| %s |".formatted(each.topic()))
                            && row.endsWith("| `%s` |".formatted(each)));
        }
    }

    @Test
    void theDocumentNamesNoSwitchThatIsNone() throws IOException {
        List<String> known = Stream.of(SpdmSwitch.values()).map(Enum::name).toList();

        List<String> named = Pattern.compile("SpdmSwitch\\.([A-Z_]+)")
                .matcher(Files.readString(PATH))
                .results()
                .map(result -> result.group(1))
                .toList();

        assertThat(known).containsAll(named);
    }

    @Test
    void eachSwitchSaysWhatItChanges() {
        assertThat(SpdmSwitch.values()).allMatch(each -> !each.on().equals(each.off()));
        assertThat(SpdmSwitch.RDTM_OF_ONE_ACCEPTED.role()).isEqualTo(SpdmRole.REQUESTER);
    }
}
