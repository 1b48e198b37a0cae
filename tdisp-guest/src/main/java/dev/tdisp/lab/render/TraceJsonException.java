package dev.tdisp.lab.render;

import java.io.Serial;

/** A file is not a trace in JSON Lines: says where and why. */
public final class TraceJsonException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1;

    /** The line, counted from 1. */
    private final int line;

    TraceJsonException(int line, String reason) {
        super("line %d: %s".formatted(line, reason));
        this.line = line;
    }

    /**
     * Returns where it is wrong.
     *
     * @return the line, counted from 1
     */
    public int line() {
        return line;
    }
}
