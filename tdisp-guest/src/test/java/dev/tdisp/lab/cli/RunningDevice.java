package dev.tdisp.lab.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A device that serves until it is stopped. */
final class RunningDevice {
    private static final Pattern READY = Pattern.compile("(?m)^tdisp device: .* (127\\.0\\.0\\.1:\\d+)$");

    private final StringWriter text = new StringWriter();
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private final Thread thread;
    private final String address;

    RunningDevice(String... options) {
        List<String> line = new ArrayList<>(List.of("device", "--listen", "127.0.0.1:0"));
        line.addAll(List.of(options));
        var out = new PrintWriter(text, true);
        thread = new Thread(() -> exitCode.complete(Tdisp.run(out, out, line.toArray(String[]::new))));
        thread.start();
        address = awaitAddress();
    }

    String address() {
        return address;
    }

    CommandResult stop() {
        thread.interrupt();
        return result();
    }

    CommandResult result() {
        return new CommandResult(exitCode.join(), text.toString());
    }

    private String awaitAddress() {
        while (true) {
            Matcher ready = READY.matcher(text.toString());
            if (ready.find()) {
                return ready.group(1);
            }
            if (exitCode.isDone()) {
                throw new AssertionError(text.toString());
            }
            Thread.onSpinWait();
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
