package dev.tdisp.lab.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** How a command ended, and what it said. */
record CommandResult(int exitCode, String text) {
    static CommandResult run(String... line) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        return new CommandResult(Tdisp.run(out, out, line), text.toString());
    }
}
