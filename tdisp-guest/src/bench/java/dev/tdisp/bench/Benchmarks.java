package dev.tdisp.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks that a regular expression chooses, and prints one table.
 *
 * <p>What JMH says while they run goes to {@code target/jmh.log}, the table to {@code target/performance.md} too.
 */
public final class Benchmarks {
    private Benchmarks() {}

    /**
     * Runs benchmarks.
     *
     * @param arguments the regular expression, the folder for what is written, and the document to bring up to date, if any
     * @throws RunnerException if a benchmark fails
     * @throws IOException if a file cannot be written
     */
    public static void main(String... arguments) throws RunnerException, IOException {
        Path folder = Path.of(arguments[1]);
        Path log = folder.resolve("jmh.log");
        Options options = new OptionsBuilder()
                .include(arguments[0])
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuTime.class)
                .shouldFailOnError(true)
                .output(log.toString())
                .build();
        System.out.printf("Benchmarks run, %s tells how far they are.%n", log);
        Collection<RunResult> results = new Runner(options).run();
        String figures = Figures.of(results).toMarkdown();
        System.out.println(figures);
        Files.writeString(folder.resolve("performance.md"), figures);
        if (arguments.length > 2 && !arguments[2].isEmpty()) {
            update(Path.of(arguments[2]), figures);
        }
    }

    private static void update(Path document, String figures) throws IOException {
        String before = Files.readString(document);
        int start = before.indexOf(Figures.START) + Figures.START.length();
        int end = before.indexOf(Figures.END);
        Files.writeString(document, before.substring(0, start) + "\n" + figures + before.substring(end));
    }
}
