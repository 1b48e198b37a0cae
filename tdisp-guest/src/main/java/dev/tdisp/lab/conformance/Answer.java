package dev.tdisp.lab.conformance;

import dev.tdisp.core.wire.Bytes;

/**
 * What came back for a message of a protocol inside SPDM: its answer, something of SPDM's instead, or nothing.
 *
 * <p>Fields that are not there read as -1, so that a cut answer is judged and not thrown about.
 *
 * @param kind what it is
 * @param bytes the protocol's message, or SPDM's; none for silence
 */
public record Answer(Kind kind, Bytes bytes) {
    private static final int ERROR_CODE = 2;

    /** What came back. */
    public enum Kind {
        /** A message of the protocol that was asked. */
        MESSAGE,
        /** An ERROR of SPDM: the protocol itself was silent. */
        SPDM_ERROR,
        /** Another message of SPDM, or of another protocol. */
        OTHER,
        /** Nothing at all. */
        SILENCE
    }

    /** Nothing came back. */
    public static final Answer SILENCE = new Answer(Kind.SILENCE, Bytes.EMPTY);

    /**
     * Tells whether the protocol that was asked answered.
     *
     * @return true for {@link Kind#MESSAGE}
     */
    public boolean isMessage() {
        return kind == Kind.MESSAGE;
    }

    /**
     * Tells whether the protocol dropped the message: nothing came back, or SPDM's word that nothing does.
     *
     * @return true for silence and for an ERROR of SPDM
     */
    public boolean isDropped() {
        return kind == Kind.SILENCE || kind == Kind.SPDM_ERROR;
    }

    /**
     * Reads a number with its least byte first.
     *
     * @param offset where it begins
     * @param size 1 to 7 bytes
     * @return the number, or -1 if the answer is shorter or not one of the protocol
     */
    public long number(int offset, int size) {
        if (!isMessage() || bytes.size() < offset + size) {
            return -1;
        }
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << 8 | bytes.at(offset + i);
        }
        return value;
    }

    /**
     * Cuts a piece out.
     *
     * @param from where it begins
     * @param to where it ends
     * @return the piece, shorter or empty if the answer ends before; empty if it is not one of the protocol
     */
    public Bytes piece(int from, int to) {
        if (!isMessage()) {
            return Bytes.EMPTY;
        }
        return bytes.slice(Math.min(from, bytes.size()), Math.min(to, bytes.size()));
    }

    /**
     * Returns how large the protocol's message is.
     *
     * @return its size, or -1 if there is none
     */
    public int size() {
        return isMessage() ? bytes.size() : -1;
    }

    /**
     * Says in a few words what came, without its content.
     *
     * @return for example {@code SPDM ERROR 01h}
     */
    public String text() {
        return switch (kind) {
            case MESSAGE -> "a message of %d bytes".formatted(bytes.size());
            case SPDM_ERROR ->
                bytes.size() > ERROR_CODE ? "SPDM ERROR %02Xh".formatted(bytes.at(ERROR_CODE)) : "SPDM ERROR, cut";
            case OTHER -> "another message, of %d bytes".formatted(bytes.size());
            case SILENCE -> "silence";
        };
    }
}
