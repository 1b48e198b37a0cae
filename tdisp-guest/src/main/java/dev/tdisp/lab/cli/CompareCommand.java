package dev.tdisp.lab.cli;

import dev.tdisp.lab.Comparison;
import dev.tdisp.lab.Comparison.Plan;
import dev.tdisp.lab.Comparison.Row;
import dev.tdisp.lab.render.ComparisonText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tdisp compare}: the same work without protection, by bounce buffers, and by TDISP. */
@Command(
        name = "compare",
        description = {
            "Has a device encrypt memory of a VM in three ways: without protection, by bounce buffers, and by TDISP.",
            "Prints what each took: work that is counted, and the time of this simulator."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all three ways gave the same result",
            "1:not so, or the picture could not be written",
            "2:the command line is wrong"
        })
final class CompareCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int NOT_DONE = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "65536",
            description = "How large a buffer is, up to 1048576. Default: ${DEFAULT-VALUE}.")
    private int size;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "16",
            description = "How many times it is encrypted. Default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--pool",
            paramLabel = "BYTES",
            defaultValue = "262144",
            description = "How large the pool of bounce buffers is. Default: ${DEFAULT-VALUE}.")
    private int pool;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Other contents and keys. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--svg", paramLabel = "FILE", description = "Draw a picture too.")
    private @Nullable Path svg;

    @Override
    public Integer call() {
        Plan plan = plan();
        List<Row> rows = Comparison.run(plan, System::nanoTime);
        PrintWriter out = spec.commandLine().getOut();
        ComparisonText.table(rows).forEach(line -> out.print(line + "\n"));
        boolean isSame = rows.stream().map(Row::digest).distinct().count() == 1;
        if (!isSame) {
            spec.commandLine().getErr().print("tdisp compare: the results differ\n");
        }
        return isSame && draw(plan, rows) ? DONE : NOT_DONE;
    }

    private Plan plan() {
        try {
            return new Plan(size, count, pool, seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "Invalid value for option --" + e.getMessage(), e);
        }
    }

    private boolean draw(Plan plan, List<Row> rows) {
        if (svg == null) {
            return true;
        }
        try {
            Files.writeString(svg, ComparisonText.picture(plan, rows));
            return true;
        } catch (IOException e) {
            spec.commandLine().getErr().printf("tdisp compare: %s: %s%n", svg, e.getMessage());
            return false;
        }
    }
}
