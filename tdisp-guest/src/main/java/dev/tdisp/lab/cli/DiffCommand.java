package dev.tdisp.lab.cli;

import dev.tdisp.lab.render.RecordedRun;
import dev.tdisp.lab.render.RunDiff;
import dev.tdisp.lab.render.TraceLevel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tdisp diff}: where two runs part. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Compares two runs that tdisp trace --format jsonl wrote: shows them side by side where they differ, and where they part "
                    + "first.",
            "Numbers of events and times are not compared; bytes of messages are, field by field."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:they show the same", "1:they differ", "2:a file cannot be read, or the command line is wrong"
        })
final class DiffCommand implements Callable<Integer> {
    private static final int SAME = 0;
    private static final int DIFFERENT = 1;
    private static final int UNREADABLE = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "BEFORE.jsonl", description = "The first run.")
    private @Nullable Path before;

    @Parameters(index = "1", paramLabel = "AFTER.jsonl", description = "The second run.")
    private @Nullable Path after;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            defaultValue = "message",
            description = "How much to compare: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private TraceLevel level = TraceLevel.MESSAGE;

    @Override
    public Integer call() {
        try {
            return print(read(before), read(after));
        } catch (IOException e) {
            spec.commandLine().getErr().printf("tdisp diff: %s%n", TraceFile.complaint(e));
            return UNREADABLE;
        }
    }

    private static RecordedRun read(@Nullable Path file) throws IOException {
        if (file == null) {
            throw new IOException("a file is missing");
        }
        return TraceFile.read(file);
    }

    private int print(RecordedRun left, RecordedRun right) {
        PrintWriter out = spec.commandLine().getOut();
        RunDiff diff = RunDiff.of(left, right, level);
        out.printf("--- %s: %s%n+++ %s: %s%n", before, left.title(), after, right.title());
        diff.lines().forEach(line -> out.print(line + "\n"));
        out.print(diff.first()
                .map(place -> "%d differences, the first at %s%n".formatted(diff.count(), place))
                .orElse("No differences.\n"));
        return diff.isSame() ? SAME : DIFFERENT;
    }
}
