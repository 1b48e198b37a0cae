package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A part of a document that is made by running something.
 *
 * @param mark the comment in front of it
 * @param kind what makes it: a run or a diagram
 * @param spec what exactly
 */
record Quotation(String mark, String kind, String spec) {
    static final Pattern MARK = Pattern.compile("(?m)^<!-- ((run|diagram): (.*)) -->$");

    private static final int WIDTH = 132;
    private static final String TIME = " +([0-9.]+|time \\(ms\\))$";

    static List<Quotation> of(String document) {
        return MARK.matcher(document)
                .results()
                .map(mark -> new Quotation(mark.group(1), mark.group(2), mark.group(3)))
                .toList();
    }

    String end() {
        return "end of " + kind;
    }

    String content() {
        return kind.equals("run") ? run() : "```mermaid\n" + GuideDiagrams.draw(spec) + "```\n";
    }

    private String run() {
        String[] parts = spec.split(" \\| ");
        String command = parts[0].strip();
        DocumentCommand read = DocumentCommand.parse(Path.of(""), command).orElseThrow();
        List<String> words = read.words();
        CommandResult result = CommandResult.run(words.toArray(String[]::new));
        assertThat(result.exitCode()).as(command + "\n" + result.text()).isEqualTo(read.exitCode());
        List<String> lines = result.text()
                .lines()
                .map(line -> words.contains("compare") ? line.replaceFirst(TIME, "") : line)
                .toList();
        return "```text\n$ " + command + "\n"
                + joined(excerpt(lines, Arrays.asList(parts).subList(1, parts.length))) + "\n```\n";
    }

    private static String joined(List<String> lines) {
        return lines.stream()
                .map(line -> line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line)
                .collect(Collectors.joining("\n"));
    }

    private List<String> excerpt(List<String> lines, List<String> parts) {
        if (parts.isEmpty()) {
            return lines;
        }
        List<String> chosen = new ArrayList<>();
        int next = 0;
        for (String part : parts) {
            String[] ends = part.strip().split(" \\.\\. ");
            int from = find(lines, next, ends[0]);
            if (from > next) {
                chosen.add("…");
            }
            int to = ends.length > 1 ? find(lines, from, ends[1]) + 1 : nextEmpty(lines, from);
            chosen.addAll(lines.subList(from, to));
            next = to;
        }
        if (lines.subList(next, lines.size()).stream().anyMatch(line -> !line.isBlank())) {
            chosen.add("…");
        }
        return chosen;
    }

    private int find(List<String> lines, int from, String part) {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).contains(part)) {
                return i;
            }
        }
        throw new AssertionError(
                "no line with '%s' after line %d in %s:\n%s".formatted(part, from, mark, String.join("\n", lines)));
    }

    private static int nextEmpty(List<String> lines, int from) {
        int end = from;
        while (end < lines.size() && !lines.get(end).isBlank()) {
            end++;
        }
        assertThat(end).isPositive();
        return end;
    }
}
