package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class LspciCommandTest {
    @Test
    void eachFunctionIsShownRegisterByRegister() {
        Result result = tdisp("lspci", "--vfs", "2");

        assertThat(result.exitCode).isZero();
        assertThat(result.lines().filter(line -> line.matches("\\S.*")))
                .containsExactly(
                        "01:00.0  PF  abcd:7e10  class 120000  rev 01",
                        "01:00.1  VF1  ffff:ffff  class 120000  rev 01",
                        "01:00.2  VF2  ffff:ffff  class 120000  rev 01");
        assertThat(result.out)
                .containsSubsequence(
                        "[040] Power Management",
                        "[160] Single Root I/O Virtualization",
                        "170  NumVFs                                        0002",
                        "[1c0] Integrity and Data Encryption");
    }

    @Test
    void registersOfZeroAreShownOnRequest() {
        String most = tdisp("lspci", "--vfs", "1").out;
        String all = tdisp("lspci", "--vfs", "1", "--zeros").out;

        assertThat(most).doesNotContain("ATS Control");
        assertThat(all).contains("236  ATS Control                                   0000");
    }

    @Test
    void rawShowsNothingButBytes() {
        List<String> lines = tdisp("lspci", "--raw", "--vfs", "1").lines().toList();

        assertThat(lines).hasSize(2 * (1 + 256 + 1));
        assertThat(lines.get(0)).isEqualTo("01:00.0 Class 1200: abcd:7e10 (rev 01)");
        assertThat(lines.get(1)).isEqualTo("00: cd ab 10 7e 06 00 10 00 01 00 00 12 00 00 00 00");
        assertThat(lines.get(256)).startsWith("ff0: 00");
    }

    @Test
    void anyMilestoneCanBeLookedAt() {
        String early = tdisp("lspci", "--vfs", "1", "--zeros").out;
        String running = tdisp("lspci", "--vfs", "1", "--at", "running").out;

        assertThat(early).contains("Selective IDE Stream 0 Status                 00000000");
        assertThat(running).contains("Selective IDE Stream 0 Status                 00000002");
        assertThat(tdisp("lspci", "--at", "disconnected").exitCode).isZero();
    }

    @Test
    void otherLayoutShowsTheSameElsewhere() {
        String out = tdisp("lspci", "--layout", "complete", "--vfs", "1").out;

        assertThat(out)
                .contains("01:00.4  VF1")
                .containsSubsequence("[040] PCI Express", "[100] Device Serial Number", "[300] Single Root");
    }

    @Test
    void moreFunctionsThanThereAreIsAMistake() {
        Result result = tdisp("lspci", "--vfs", "9");

        assertThat(result.exitCode).isEqualTo(2);
        assertThat(result.err).contains("--vfs");
    }

    private static Result tdisp(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = Tdisp.run(new PrintWriter(out), new PrintWriter(err), args);
        return new Result(exitCode, out.toString(), err.toString());
    }

    private record Result(int exitCode, String out, String err) {
        java.util.stream.Stream<String> lines() {
            return out.lines();
        }
    }
}
