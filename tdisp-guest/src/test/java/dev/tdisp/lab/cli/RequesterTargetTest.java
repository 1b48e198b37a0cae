package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.dsm.Credentials;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RequesterTargetTest {
    private static final Pattern READY = Pattern.compile("connect a requester to \\S*?127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    private Path folder;

    @Test
    void theLabsOwnHostIsARequester() {
        CommandResult result = CommandResult.run("conform", "--target", "requester", "--only", "REQ-RUN,GAP-REQ-13");

        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.text()).contains("REQ-RUN-01", "GAP-REQ-13", "cases 2 ");
    }

    @Test
    void whoeverConnectsIsOne() throws Exception {
        Path root = Files.write(
                folder.resolve("root.der"),
                Credentials.issue(DeviceProfile.SPEC.spdm(), RandomSource.seeded(1))
                        .identity()
                        .root()
                        .encoded()
                        .toArray());
        var text = new StringWriter();
        var out = new PrintWriter(text, true);
        String[] line = {"conform", "--target", "requester:127.0.0.1:0", "--only", "REQ-RUN,GAP-REQ-18,REQ-TDISP-06"};
        CompletableFuture<Integer> suite = CompletableFuture.supplyAsync(() -> Tdisp.run(out, out, line));

        String hosts = "";
        while (!suite.isDone()) {
            Matcher ready = READY.matcher(text.toString());
            if (ready.find()) {
                hosts += CommandResult.run(
                                "host", "--connect", "127.0.0.1:" + ready.group(1), "--trust", root.toString())
                        .text();
            } else {
                Thread.sleep(5);
            }
        }

        assertThat(suite.join()).as("%s%n%s", text, hosts).isZero();
        assertThat(text.toString()).contains("REQ-TDISP-06        STRICT_PASS", "cases 3 ", "pass 3 fail 0");
    }
}
