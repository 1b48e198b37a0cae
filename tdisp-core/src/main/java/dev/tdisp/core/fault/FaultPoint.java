package dev.tdisp.core.fault;

import java.util.Locale;
import java.util.Optional;

/** Where a message can be hurt on its way: the hooks, in the order in which a message passes them. */
public enum FaultPoint {
    /** The sender has composed the message; nothing protects it yet. */
    SEND,
    /** The sender has sealed the message; what passes is a record. */
    SEALED,
    /** The receiver has got it from the transport: a record, or a message in the clear. */
    RECEIVE,
    /** The receiver has opened the record; what passes is the message in it. */
    OPENED;

    /**
     * Returns the word for the point in a printed plan.
     *
     * @return for example {@code send}
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds a point.
     *
     * @param word the word in a printed plan
     * @return the point, or nothing for another word
     */
    public static Optional<FaultPoint> of(String word) {
        for (FaultPoint point : values()) {
            if (point.word().equals(word)) {
                return Optional.of(point);
            }
        }
        return Optional.empty();
    }
}
