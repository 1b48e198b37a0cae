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
 * @param percent how often it happens on such an occasion, as the plan's seed decides: 1 to 100
 * @param effect what
 */
public record Fault(FaultPoint point, String message, int occasion, int percent, FaultEffect effect) {
    /** Stands for each message. */
    public static final String ANY = "*";

    /** Stands for each occasion. */
    public static final int EACH_TIME = 0;

    /** Stands for certainty. */
    public static final int ALWAYS = 100;

    /**
     * Checks the name and the number.
     *
     * @param point where
     * @param message the name of the message
     * @param occasion the how-manieth such message
     * @param percent how often it happens on such an occasion
     * @param effect what
     * @throws IllegalArgumentException if the name is empty, or has spaces, colons, number or percent signs, or if a number
     *     is out of range
     */
    public Fault {
        if (!message.matches("[^\\s:#%]+")) {
            throw new IllegalArgumentException("message: '%s'".formatted(message));
        }
        if (occasion < 0) {
            throw new IllegalArgumentException("occasion: %d".formatted(occasion));
        }
        if (percent < 1 || percent > ALWAYS) {
            throw new IllegalArgumentException("percent: %d".formatted(percent));
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
        return new Fault(point, ANY, EACH_TIME, ALWAYS, effect);
    }

    /**
     * Returns the same fault of one kind of message.
     *
     * @param name the specification's name of the message
     * @return the changed copy
     */
    public Fault with(String name) {
        return new Fault(point, name, occasion, percent, effect);
    }

    /**
     * Returns the same fault of one message.
     *
     * @param number the how-manieth such message at this point, from 1
     * @return the changed copy
     */
    public Fault nth(int number) {
        return new Fault(point, message, number, percent, effect);
    }

    /**
     * Returns the same fault, which does not happen every time.
     *
     * @param chance how often, in percent: 1 to 100
     * @return the changed copy
     */
    public Fault sometimes(int chance) {
        return new Fault(point, message, occasion, chance, effect);
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
        String chance = percent == ALWAYS ? "" : "%" + percent;
        return "%s %s%s%s: %s".formatted(point.word(), message, number, chance, effect);
    }
}
