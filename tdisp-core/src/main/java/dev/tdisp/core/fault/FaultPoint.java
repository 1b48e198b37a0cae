package dev.tdisp.core.fault;

import java.util.Locale;
import java.util.Optional;

/**
 * Where something can be hurt on its way: the hooks.
 *
 * <p>The first four are a message's, in the order in which it passes them. {@link #REQUEST} and {@link #RESPONSE} are those of
 * a device, before and after it has done what a message of IDE_KM or TDISP asks. The others are those of a link.
 */
public enum FaultPoint {
    /** The sender has composed the message; nothing protects it yet. */
    SEND,
    /** The sender has sealed the message; what passes is a record. */
    SEALED,
    /** The receiver has got it from the transport: a record, or a message in the clear. */
    RECEIVE,
    /** The receiver has opened the record; what passes is the message in it. */
    OPENED,
    /** The device has the message in the clear, and has not looked at it yet. */
    REQUEST,
    /** The device has done what was asked; what passes is its answer in the clear. */
    RESPONSE,
    /** A packet goes to the device. */
    DOWN,
    /** A packet comes from the device. */
    UP,
    /** A configuration register is about to be written; what passes is the value. */
    REGISTER,
    /** A configuration register has been written. */
    WRITTEN;

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
