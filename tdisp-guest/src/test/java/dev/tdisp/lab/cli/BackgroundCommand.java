package dev.tdisp.lab.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command that serves until it is stopped. */
final class BackgroundCommand {
    private static final Pattern READY = Pattern.compile("(?m)^.*\\b(127\\.0\\.0\\.1:[1-9]\\d*)\\b.*$");

    private final StringWriter text = new StringWriter();
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private final Thread thread;
    private final String address;

    BackgroundCommand(String... line) {
        var out = new PrintWriter(text, true);
        thread = new Thread(() -> exitCode.complete(Tdisp.run(out, out, line)));
        thread.start();
        address = awaitAddress();
    }

    /** Where it listens. */
    String address() {
        return address;
    }

    CommandResult stop() {
        thread.interrupt();
        return result();
    }

    /** Waits until it ends by itself. */
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
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
