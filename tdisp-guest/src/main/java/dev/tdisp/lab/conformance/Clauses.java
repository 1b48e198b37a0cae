package dev.tdisp.lab.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The clauses of one protocol, read from a table of the columns id, requirement, level, source and anchor.
 *
 * <pre>{@code
 * Clauses clauses = Clauses.named("tdisp");
 * List<Clause> ofOneCase = clauses.ofCase("TDISP-LOCK-03");
 * }</pre>
 */
public final class Clauses {
    private static final String HEADING = "id,requirement,level,source,anchor";
    private static final int COLUMNS = 5;

    private final List<Clause> all;

    private Clauses(List<Clause> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Reads the table of a protocol that comes with the suite.
     *
     * @param protocol for example {@code tdisp}, for {@code clauses-tdisp.csv}
     * @return its clauses
     * @throws IllegalArgumentException if there is none, or it is no such table
     */
    public static Clauses named(String protocol) {
        String file = "clauses-%s.csv".formatted(protocol);
        try (InputStream in = Clauses.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("protocol: there is no " + file);
            }
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a table.
     *
     * @param in its bytes, in UTF-8; stays open
     * @return its clauses
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no such table
     */
    public static Clauses read(InputStream in) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        List<String> lines = reader.lines().toList();
        if (lines.isEmpty() || !lines.get(0).equals(HEADING)) {
            throw new IllegalArgumentException("in: the first line is not " + HEADING);
        }
        return new Clauses(lines.stream().skip(1).map(Clauses::clause).toList());
    }

    /**
     * Returns all of them.
     *
     * @return in the order of the table
     */
    public List<Clause> all() {
        return all;
    }

    /**
     * Returns the clauses of a case.
     *
     * @param caseId the name of the case
     * @return in the order of the table
     */
    public List<Clause> ofCase(String caseId) {
        return all.stream().filter(clause -> clause.belongsTo(caseId)).toList();
    }

    /**
     * Finds a clause.
     *
     * @param id its name
     * @return the clause, if there is one of that name
     */
    public Optional<Clause> find(String id) {
        return all.stream().filter(clause -> clause.id().equals(id)).findFirst();
    }

    private static Clause clause(String line) {
        List<String> cells = cells(line);
        if (cells.size() != COLUMNS) {
            throw new IllegalArgumentException("in: not %d columns: %s".formatted(COLUMNS, line));
        }
        return new Clause(cells.get(0), cells.get(1), Level.valueOf(cells.get(2)), cells.get(3), cells.get(4));
    }

    /** Splits at commas outside quotes; a quote within quotes is written twice. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        var cell = new StringBuilder();
        boolean isQuoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                boolean isTwice = isQuoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
                cell.append(isTwice ? "\"" : "");
                i += isTwice ? 1 : 0;
                isQuoted = isTwice || !isQuoted;
            } else if (c == ',' && !isQuoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
