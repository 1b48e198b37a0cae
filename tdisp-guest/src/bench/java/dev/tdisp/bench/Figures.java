package dev.tdisp.bench;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** What a run measured, as a document shows it. */
record Figures(Map<String, RunResult> results) {
    static final String START = "<!-- figures -->";
    static final String END = "<!-- end of figures -->";

    private static final String ALLOCATION = "gc.alloc.rate.norm";
    private static final String HANDSHAKE = "handshake";
    private static final String CRYPTOGRAPHY = "cryptographyAlone";
    private static final String ROUND_TRIP = "securedRoundTrip";
    private static final double MOST_OF_HANDSHAKE = 1.25;
    private static final double MOST_OF_ROUND_TRIP = 15;
    private static final double MOST_OF_ATTACH = 1.3;

    static Figures of(Collection<RunResult> results) {
        Map<String, RunResult> named = new LinkedHashMap<>();
        results.forEach(result -> named.put(name(result.getParams()), result));
        return new Figures(named);
    }

    private static String name(BenchmarkParams parameters) {
        String method = parameters.getBenchmark();
        String name = method.substring(method.lastIndexOf('.') + 1);
        String ide = parameters.getParam("ide");
        return ide == null ? name : name + (ide.equals("true") ? ", IDE" : ", plain");
    }

    String toMarkdown() {
        var out = new StringBuilder(machine());
        out.append("\n| Benchmark | Figure | ± | Unit | CPU, µs | Allocated, bytes |\n|---|--:|--:|---|--:|--:|\n");
        results.forEach((name, result) -> out.append(row(name, result)));
        out.append('\n');
        compare(HANDSHAKE, CRYPTOGRAPHY)
                .ifPresent(ratio -> out.append("- Handshake over its cryptography: %s; at most %s wanted.%n"
                        .formatted(ratio, number(MOST_OF_HANDSHAKE))));
        time(ROUND_TRIP)
                .ifPresent(time -> out.append("- Secured round trip: %s; at most %s µs wanted.%n"
                        .formatted(time, number(MOST_OF_ROUND_TRIP))));
        for (String attach : List.of("attachInterface", "attachFromNothing")) {
            compare(attach, attach + "Cryptography")
                    .ifPresent(ratio -> out.append("- %s over its cryptography: %s; at most %s in time wanted.%n"
                            .formatted(attach, ratio, number(MOST_OF_ATTACH))));
        }
        compare("mmioRead, IDE", "mmioRead, plain")
                .ifPresent(ratio -> out.append("- A register read over IDE, over a plain one: %s.%n".formatted(ratio)));
        compare("copyPages, IDE", "copyPages, plain")
                .ifPresent(ratio -> out.append("- A page copied over IDE, over a plain one: %s.%n".formatted(ratio)));
        return out.toString();
    }

    private static String machine() {
        return "%s, %d processors, %s %s %s, %s.%n"
                .formatted(
                        LocalDate.now(ZoneOffset.UTC),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.vm.version"),
                        System.getProperty("os.arch"),
                        System.getProperty("os.name"));
    }

    private static String row(String name, RunResult result) {
        Result<?> figure = result.getPrimaryResult();
        double error = figure.getScoreError();
        return "| %s | %s | %s | %s | %s | %s |%n"
                .formatted(
                        name,
                        number(figure.getScore()),
                        Double.isNaN(error) ? "" : number(error),
                        figure.getScoreUnit(),
                        number(secondary(result, CpuTime.LABEL)),
                        "%,.0f".formatted(secondary(result, ALLOCATION)));
    }

    private Optional<String> compare(String upper, String lower) {
        RunResult above = results.get(upper);
        RunResult below = results.get(lower);
        if (above == null || below == null) {
            return Optional.empty();
        }
        double elapsed =
                above.getPrimaryResult().getScore() / below.getPrimaryResult().getScore();
        double used = secondary(above, CpuTime.LABEL) / secondary(below, CpuTime.LABEL);
        return Optional.of("**%s** in time, **%s** in CPU".formatted(number(elapsed), number(used)));
    }

    private Optional<String> time(String name) {
        return Optional.ofNullable(results.get(name))
                .map(result -> "**%s µs**, CPU %s µs"
                        .formatted(
                                number(result.getPrimaryResult().getScore()),
                                number(secondary(result, CpuTime.LABEL))));
    }

    private static double secondary(RunResult result, String label) {
        Result<?> found = result.getSecondaryResults().get(label);
        return found == null ? Double.NaN : found.getScore();
    }

    private static String number(double value) {
        return (value < 10 ? "%.2f" : value < 1000 ? "%.1f" : "%,.0f").formatted(value);
    }
}
