package dev.tdisp.core.wire;

/**
 * Says that bytes are not a message, which field shows it, and where.
 *
 * <p>The only exception that a decoder throws on any input.
 */
public final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final int offset;

    /**
     * Creates the exception.
     *
     * @param field the specification's name of the field that is wrong
     * @param offset where the field starts, in bytes from the start of the message
     * @param reason what is wrong with it
     */
    public MalformedMessageException(String field, int offset, String reason) {
        super("%s at offset %d: %s".formatted(field, offset, reason));
        this.field = field;
        this.offset = offset;
    }

    /**
     * Returns the field that is wrong.
     *
     * @return the specification's name
     */
    public String field() {
        return field;
    }

    /**
     * Returns where the field starts.
     *
     * @return the offset in bytes from the start of the message
     */
    public int offset() {
        return offset;
    }
}
