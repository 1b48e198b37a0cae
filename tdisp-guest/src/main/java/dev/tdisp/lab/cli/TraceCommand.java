package dev.tdisp.lab.cli;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.platform.PlatformProfile;
import dev.tdisp.lab.render.RecordedRun;
import dev.tdisp.lab.render.TraceFormat;
import dev.tdisp.lab.render.TraceLevel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tdisp trace}: a run in any form. */
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        description = {
            "Records a run - a virtual function's way into a VM's trust and out of it - and shows it in one of many forms.",
            "With --from, shows a run that was written with --format jsonl before."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the run is shown, whatever came of it",
            "1:a file cannot be read or written",
            "2:the command line is wrong"
        })
final class TraceCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int NOT_DONE = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TraceSource source = new TraceSource();

    @Option(
            names = "--platform",
            paramLabel = "NAME",
            converter = PlatformName.class,
            completionCandidates = PlatformName.class,
            description = {
                "Do as a platform does, in its order, and tell it in its words: ${COMPLETION-CANDIDATES}.",
                "With --from, tell what was done in its words."
            })
    private @Nullable PlatformProfile platform;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Show the run of a JSON Lines file; the options of a run have no effect.")
    private @Nullable Path from;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            converter = TraceFormatName.class,
            completionCandidates = TraceFormatName.class,
            description = "The form: ${COMPLETION-CANDIDATES}; --list says what each is. Default: ${DEFAULT-VALUE}.")
    private TraceFormat format = TraceFormat.TEXT;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            defaultValue = "message",
            description = {
                "How much to show: ${COMPLETION-CANDIDATES}: a line an exchange, a line a message, what carries messages and keys too,",
                "or everything. Default: ${DEFAULT-VALUE}."
            })
    private TraceLevel level = TraceLevel.MESSAGE;

    @Option(names = "--list", description = "Show what the forms are; nothing is run.")
    private boolean isList;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write it there; needed for pcap and pcapng.")
    private @Nullable Path output;

    @Override
    public Integer call() {
        if (isList) {
            list(spec.commandLine().getOut());
            return DONE;
        }
        if (format.isBinary() && output == null) {
            throw new ParameterException(spec.commandLine(), "--format %s needs -o FILE".formatted(format.word()));
        }
        try {
            show(from == null ? record() : read(from));
            return DONE;
        } catch (IOException | IllegalArgumentException e) {
            spec.commandLine().getErr().printf("tdisp trace: %s%n", TraceFile.complaint(e));
            return NOT_DONE;
        }
    }

    private static void list(PrintWriter out) {
        for (TraceFormat format : TraceFormat.values()) {
            out.printf("%-14s  %s%n", format.word(), format.sentence());
        }
    }

    private RecordedRun record() throws IOException {
        TraceSource.Recorded recorded = source.record(Optional.ofNullable(platform));
        if (format == TraceFormat.PCAP) {
            recorded.spdmDumpArguments()
                    .ifPresent(
                            arguments -> spec.commandLine().getOut().printf("spdm_dump -r %s %s%n", output, arguments));
        }
        return recorded.run();
    }

    private RecordedRun read(Path file) throws IOException {
        RecordedRun run = TraceFile.read(file);
        return platform == null ? run : run.inWordsOf(platform);
    }

    private void show(RecordedRun run) throws IOException {
        Bytes content = format.render(run, level);
        if (output != null) {
            Files.write(output, content.toArray());
        } else {
            spec.commandLine().getOut().print(new String(content.toArray(), StandardCharsets.UTF_8));
        }
    }
}
