package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformCommandTest {
    @TempDir
    private Path folder;

    @Test
    void theDeviceIsAskedAndTheLastLineCounts() {
        List<String> lines = tdisp(0, "conform", "--only", "TDISP-STOP,TDISP-VER");

        assertThat(lines.get(0)).startsWith("  1/4  TDISP-VER-01        STRICT_PASS ");
        assertThat(lines).endsWith("cases 4 assertions 21 pass 4 fail 0 not-applicable 0 error 0");
    }

    @Test
    void aWrongDeviceFails() {
        List<String> lines = tdisp(1, "conform", "--wrong", "DOES_NOT_STOP", "--only", "TDISP-STOP");

        assertThat(lines).contains("otherwise than expected: TDISP-STOP-01: FAIL, not a pass");
        assertThat(lines.get(lines.size() - 1)).contains(" fail ").doesNotContain(" fail 0 ");
    }

    @Test
    void whatIsExplainedIsExpectedAndWhatIsMendedIsNot() throws IOException {
        Path file = folder.resolve("expected.txt");
        tdisp(1, "conform", "--wrong", "DOES_NOT_STOP", "--only", "TDISP-STOP", "--write-expected", file.toString());

        assertThat(Files.readString(file)).contains("TDISP-STOP-01      FAIL ");
        tdisp(0, "conform", "--wrong", "DOES_NOT_STOP", "--only", "TDISP-STOP", "--expected", file.toString());
        assertThat(tdisp(1, "conform", "--only", "TDISP-STOP", "--expected", file.toString()))
                .contains("otherwise than expected: TDISP-STOP-01: STRICT_PASS, not FAIL");
    }

    @Test
    void reportsAreWritten() {
        tdisp(1, "conform", "--wrong", "DOES_NOT_STOP", "--only", "TDISP-STOP", "--report", folder.toString());

        assertThat(folder).isDirectoryContaining("glob:**/{junit.xml,report.json,report.html,captures}");
        assertThat(folder.resolve("captures/TDISP-STOP-01.pcap")).isNotEmptyFile();
    }

    @Test
    void casesAreListed() {
        assertThat(tdisp(0, "conform", "--list")).hasSizeGreaterThan(42).anyMatch(line -> line.startsWith("IDEKM-"));
    }

    @Test
    void whatIsNotThereIsAComplaint() {
        assertThat(tdisp(2, "conform", "--only", "NOTHING")).isEmpty();
        assertThat(tdisp(2, "conform", "--target", "elsewhere")).isEmpty();
        assertThat(tdisp(2, "conform", "--wrong", "NOBODY")).isEmpty();
        assertThat(tdisp(2, "conform", "--profile", "nobody")).isEmpty();
        assertThat(tdisp(1, "conform", "--only", "TDISP-VER", "--expected", folder.toString()))
                .isEmpty();
    }

    private static List<String> tdisp(int exitCode, String... args) {
        var out = new StringWriter();
        assertThat(Tdisp.run(new PrintWriter(out), new PrintWriter(new StringWriter()), args))
                .isEqualTo(exitCode);
        return out.toString().lines().toList();
    }
}
