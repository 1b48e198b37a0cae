package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code tdisp device} in this process, with the identity that the peer believes. */
final class ServedCommand {
    private static final Pattern READY = Pattern.compile("(?m)^tdisp device: .* 127\\.0\\.0\\.1:(\\d+)$");

    private final StringWriter text = new StringWriter();
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private final Thread thread;

    ServedCommand(String... options) {
        List<String> line = new ArrayList<>(List.of("device", "--listen", "127.0.0.1:0"));
        line.addAll(List.of("--identity", LivePeer.home().resolve("ecp384").toString()));
        line.addAll(List.of(options));
        var out = new PrintWriter(text, true);
        thread = new Thread(() -> exitCode.complete(Tdisp.run(out, out, line.toArray(String[]::new))));
        thread.start();
    }

    int port() throws InterruptedException {
        while (!exitCode.isDone()) {
            Matcher ready = READY.matcher(text.toString());
            if (ready.find()) {
                return Integer.parseInt(ready.group(1));
            }
            Thread.sleep(5);
        }
        throw new AssertionError(text.toString());
    }

    /** Ends the command, and returns what it printed. */
    String stop() {
        thread.interrupt();
        assertThat(exitCode.join()).as(text.toString()).isZero();
        return text.toString();
    }
}
