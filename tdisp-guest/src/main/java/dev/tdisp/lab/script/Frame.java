package dev.tdisp.lab.script;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The text of every failure: which step, what was expected by which clause, what came, how far the script is, what was said
 * last, and how to run the same again.
 *
 * @param script the name of the script
 * @param seed the seed of the run
 */
record Frame(String script, long seed) {
    private static final String INDENT = "\n    ";

    /** What went wrong: the step by number and title, what should have come, and what came instead. */
    record Finding(
            int number,
            String title,
            String expected,
            String actual,
            @Nullable Throwable cause) {}

    /** Writes the text, with how far the script is and the last lines that were said. */
    AssertionError failure(Finding finding, String progress, List<String> transcript) {
        String said = transcript.stream().map(line -> INDENT + line).collect(Collectors.joining());
        String text = """
                [%s] step %d "%s" failed
                  expected : %s
                  but was  : %s
                  script   : %s
                  transcript:%s
                  re-run: -Dtdisp.seed=%d""".formatted(
                        script,
                        finding.number(),
                        finding.title(),
                        aligned(finding.expected()),
                        aligned(finding.actual()),
                        progress,
                        said,
                        seed);
        return new AssertionError(text, finding.cause());
    }

    private static String aligned(String text) {
        return text.strip().lines().filter(line -> !line.isBlank()).collect(Collectors.joining("\n             "));
    }
}
