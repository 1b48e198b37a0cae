package dev.tdisp.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeSwitch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DisputedIdeDocumentTest {
    private static final Path PATH = Path.of("docs/reference/disputed-ide.md");

    @ParameterizedTest
    @EnumSource(IdeSwitch.class)
    void theTableShowsWhatTheProfilesChoose(IdeSwitch which) throws IOException {
        String strict = onOrOff(IdeProfile.STRICT.has(which));
        String emulator = onOrOff(IdeProfile.SPDM_EMU.has(which));

        List<String> rows = Document.at(PATH)
                .text()
                .lines()
                .filter(line -> line.startsWith("| `%s` |".formatted(which)))
                .toList();

        assertThat(rows).hasSize(1).allMatch(row -> row.endsWith("| %s | %s |".formatted(strict, emulator)));
    }

    private static String onOrOff(boolean isOn) {
        return isOn ? "on" : "off";
    }
}
