package dev.tdisp.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A row of a catalogue.
 *
 * @param id for example {@code T-036}
 * @param level {@code must} or {@code should}; {@code choice} where the sources are silent and this is our reading
 * @param text what is required
 * @param proof tests as {@code module/Class.method}, separated by spaces, or why there are none: {@code out of reach:
 *     reason} if no test can be, {@code open: reason} if what it asks for is not there yet
 */
record Requirement(String id, String level, String text, String proof) {
    private static final List<String> WHY_NOT = List.of("out of reach: ", "open: ");

    boolean saysWhyNot() {
        return WHY_NOT.stream().anyMatch(proof::startsWith);
    }

    String reason() {
        return proof.substring(proof.indexOf(": ") + 2);
    }

    SortedSet<String> tests() {
        return saysWhyNot() || proof.isBlank() ? new TreeSet<>() : new TreeSet<>(List.of(proof.split(" ")));
    }

    Requirement withTests(SortedSet<String> tests) {
        return new Requirement(id, level, text, String.join(" ", tests));
    }

    String toCsv() {
        return "%s,%s,%s,%s".formatted(id, level, quoted(text), quoted(proof));
    }

    static Requirement ofCsv(String line) {
        List<String> cells = new ArrayList<>();
        var cell = new StringBuilder();
        boolean isQuoted = false;
        for (char c : line.toCharArray()) {
            if (c == '"') {
                isQuoted = !isQuoted;
            } else if (c == ',' && !isQuoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        if (cells.size() != 4) {
            throw new IllegalArgumentException("not four cells: " + line);
        }
        return new Requirement(cells.get(0), cells.get(1), cells.get(2), cells.get(3));
    }

    private static String quoted(String cell) {
        return cell.contains(",") ? '"' + cell + '"' : cell;
    }
}
