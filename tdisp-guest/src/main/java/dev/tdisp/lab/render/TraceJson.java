package dev.tdisp.lab.render;

/**
 * A run as JSON Lines, one line an event, and back.
 *
 * <p>What stands in a line says the manual, docs/reference/trace-json.md. What is read equals what was written.
 *
 * <pre>{@code
 * String lines = TraceJson.write(run);
 * RecordedRun same = TraceJson.read(lines);
 * }</pre>
 */
public final class TraceJson {
    /** The version of the form. */
    static final int SCHEMA = 1;

    private TraceJson() {}

    /**
     * Writes a run.
     *
     * @param run the run; told in words of its platform too, if it names one
     * @return the lines, each ended by a line feed
     */
    public static String write(RecordedRun run) {
        return new TraceJsonWriter(run).write();
    }

    /**
     * Reads a run.
     *
     * @param lines what {@link #write} wrote
     * @return the run
     * @throws TraceJsonException if something else stands there; says in which line, and why
     */
    public static RecordedRun read(String lines) {
        return new TraceJsonReader().read(lines);
    }
}
