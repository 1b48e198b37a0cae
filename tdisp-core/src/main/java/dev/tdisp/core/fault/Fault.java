package dev.tdisp.core.fault;

/**
 * One thing that goes wrong: what, where, and with which message.
 *
 * <pre>{@code
 * Fault.at(FaultPoint.SEND, new FaultEffect.Drop()).with("GET_VERSION").nth(2); // send GET_VERSION#2: drop
 * }</pre>
 *
 * @param point where
 * @param message the specification's name of the message; {@link #ANY} for each
 * @param occasion the how-manieth such message at this point, from 1; {@link #EACH_TIME} for all of them
 * @param effect what
 */
public record Fault(FaultPoint point, String message, int occasion, FaultEffect effect) {
    /** Stands for each message. */
    public static final String ANY = "*";

    /** Stands for each occasion. */
    public static final int EACH_TIME = 0;

    /**
     * Checks the name and the number.
     *
     * @param point where
     * @param message the name of the message
     * @param occasion the how-manieth such message
     * @param effect what
     * @throws IllegalArgumentException if the name is empty, or has spaces, colons or number signs, or if the number is
     *     negative
     */
    public Fault {
        if (!message.matches("[^\\s:#]+")) {
            throw new IllegalArgumentException("message: '%s'".formatted(message));
        }
        if (occasion < 0) {
            throw new IllegalArgumentException("occasion: %d".formatted(occasion));
        }
    }

    /**
     * Returns a fault of each message, each time.
     *
     * @param point where
     * @param effect what
     * @return the fault
     */
    public static Fault at(FaultPoint point, FaultEffect effect) {
        return new Fault(point, ANY, EACH_TIME, effect);
    }

    /**
     * Returns the same fault of one kind of message.
     *
     * @param name the specification's name of the message
     * @return the changed copy
     */
    public Fault with(String name) {
        return new Fault(point, name, occasion, effect);
    }

    /**
     * Returns the same fault of one message.
     *
     * @param number the how-manieth such message at this point, from 1
     * @return the changed copy
     */
    public Fault nth(int number) {
        return new Fault(point, message, number, effect);
    }

    /**
     * Tells whether a message is of the kind that this fault is about.
     *
     * @param where the point that it passes
     * @param name its name
     * @return true if so, whatever the occasion
     */
    public boolean concerns(FaultPoint where, String name) {
        return point == where && (message.equals(ANY) || message.equals(name));
    }

    /**
     * Returns the fault as a line of a plan.
     *
     * @return for example {@code receive VERSION#1: truncate 4}
     */
    @Override
    public String toString() {
        String number = occasion == EACH_TIME ? "" : "#" + occasion;
        return "%s %s%s: %s".formatted(point.word(), message, number, effect);
    }
}
