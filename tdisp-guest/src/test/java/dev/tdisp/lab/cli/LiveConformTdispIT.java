package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Asks the responder of DMTF's spdm-emu on a socket, clause by clause, and finds nothing that is not explained. */
@Timeout(300)
class LiveConformTdispIT {
    private static final long START_MILLIS = 2000;

    @TempDir
    private Path folder;

    @Test
    void theEmulatorDoesWhatIsExplainedAndNothingElse() throws Exception {
        LivePeer peer = LivePeer.in(folder);
        int port = LivePeer.freePort();
        Process responder = peer.start(LivePeer.RESPONDER, port, "--trans PCI_DOE");
        try {
            assertThat(responder.waitFor(START_MILLIS, TimeUnit.MILLISECONDS)).isFalse();
            var out = new StringWriter();
            int exitCode = Tdisp.run(
                    new PrintWriter(out),
                    new PrintWriter(out),
                    "conform",
                    "--target",
                    "tcp:127.0.0.1:" + port,
                    "--timeout",
                    "2",
                    "--only",
                    "TDISP,IDEKM",
                    "--expected",
                    "spdm-emu");

            List<String> lines = out.toString().lines().toList();
            assertThat(lines).noneMatch(line -> line.startsWith("otherwise"));
            assertThat(lines.get(lines.size() - 1)).startsWith("cases 43 ");
            assertThat(exitCode).isZero();
        } finally {
            responder.destroyForcibly();
        }
    }
}
