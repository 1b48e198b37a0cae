package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.lab.render.TraceFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceCommandTest {
    @TempDir
    private Path folder;

    @Test
    void everyFormIsTheSameFromAFile() throws IOException {
        Path jsonl = folder.resolve("run.jsonl");
        run(0, "--stop-at", "locked", "--format", "jsonl", "-o", jsonl.toString());

        for (TraceFormat format : TraceFormat.values()) {
            Path now = folder.resolve("now");
            Path later = folder.resolve("later");
            run(0, "--stop-at", "locked", "--format", format.word(), "-o", now.toString());
            run(0, "--from", jsonl.toString(), "--format", format.word(), "-o", later.toString());

            assertThat(now).as(format.word()).isNotEmptyFile().hasSameBinaryContentAs(later);
        }
    }

    @Test
    void aRunFromAFileIsToldInAPlatformsWords() {
        Path jsonl = folder.resolve("run.jsonl");
        run(0, "--stop-at", "locked", "--format", "jsonl", "-o", jsonl.toString());

        String told = run(0, "--from", jsonl.toString(), "--platform", "cca", "--format", "mermaid");

        assertThat(told).startsWith("sequenceDiagram\n").contains("RMI_VDEV_LOCK", "[VDEV LOCKED]");
    }

    @Test
    void ownCapturesAreDecryptedWithTheKeysThatWereWritten() {
        Path pcap = folder.resolve("run.pcap");
        Path keys = folder.resolve("keys.json");

        String printed = run(0, "--format", "pcap", "-o", pcap.toString(), "--keys", keys.toString());

        assertThat(printed).startsWith("spdm_dump -r " + pcap + " --dhe_secret ");
        CommandResult dump = CommandResult.run("dump", pcap.toString(), "--keys", keys.toString());
        assertThat(dump.exitCode()).isZero();
        assertThat(dump.text()).endsWith("86 messages, 74 records, 0 undecoded, 0 unverified\n");
    }

    @Test
    void aCaptureNeedsAFile() {
        assertThat(run(2, "--format", "pcap")).contains("--format pcap needs -o FILE");
    }

    @Test
    void whatIsNoTraceIsRefusedWithItsLine() throws IOException {
        Path file = folder.resolve("bad.jsonl");
        Files.writeString(file, "{\"type\":\"step\"}\n");

        assertThat(run(1, "--from", file.toString())).contains(file + ", line 1: a line of type \"run\" comes first");
        Files.write(file, new byte[] {(byte) 0xFF});
        assertThat(run(1, "--from", file.toString())).contains("no text in UTF-8");
        assertThat(run(1, "--from", folder.resolve("none").toString())).contains("no such file");
    }

    @Test
    void aRunThatFailsIsShownToo() {
        assertThat(run(0, "--fault", "response LOCK_INTERFACE_RESPONSE: drop"))
                .contains("--- failed: ", "STOP_INTERFACE_REQUEST");
    }

    @Test
    void formsAreListed() {
        assertThat(run(0, "--list").lines()).hasSize(TraceFormat.values().length);
    }

    @Test
    void aFunctionThatIsNotThereIsRefused() {
        assertThat(run(2, "--vf", "9")).contains("Invalid value for option '--vf'");
    }

    @Test
    void differencesAreToldAndCounted() {
        Path one = folder.resolve("one.jsonl");
        Path two = folder.resolve("two.jsonl");
        run(0, "--stop-at", "locked", "--format", "jsonl", "-o", one.toString());
        run(0, "--fault", "response LOCK_INTERFACE_RESPONSE: drop", "--format", "jsonl", "-o", two.toString());

        CommandResult same = CommandResult.run("diff", one.toString(), one.toString());
        CommandResult other = CommandResult.run("diff", one.toString(), two.toString());
        CommandResult none =
                CommandResult.run("diff", one.toString(), folder.resolve("none").toString());

        assertThat(same.exitCode()).isZero();
        assertThat(same.text()).endsWith("No differences.\n");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.text())
                .contains(
                        ">>> here they part first: event 283 | event 281",
                        " differences, the first at event 283 | event 281");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.text()).contains("no such file");
    }

    private static String run(int exitCode, String... options) {
        var line = new String[options.length + 1];
        line[0] = "trace";
        System.arraycopy(options, 0, line, 1, options.length);
        CommandResult result = CommandResult.run(line);
        assertThat(result.exitCode()).as(result.text()).isEqualTo(exitCode);
        return result.text();
    }
}
