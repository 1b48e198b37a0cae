package dev.tdisp.guest.policy;

/** Says what is wrong with a policy file, and where. */
public final class PolicyFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    PolicyFileException(int line, int column, String reason) {
        super("line %d, column %d: %s".formatted(line, column, reason));
        this.line = line;
        this.column = column;
    }

    /**
     * Returns the line.
     *
     * @return from 1
     */
    public int line() {
        return line;
    }

    /**
     * Returns the column.
     *
     * @return from 1
     */
    public int column() {
        return column;
    }
}
