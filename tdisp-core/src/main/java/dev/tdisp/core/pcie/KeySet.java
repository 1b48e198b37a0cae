package dev.tdisp.core.pcie;

/** One of the two key sets of an IDE stream: one protects while the other is programmed (section 6.33). */
public enum KeySet {
    /** The set that the K bit 0 names. */
    K0(0),
    /** The set that the K bit 1 names. */
    K1(1);

    private final int code;

    KeySet(int code) {
        this.code = code;
    }

    /**
     * Returns the K bit.
     *
     * @return 0 or 1
     */
    public int code() {
        return code;
    }

    /**
     * Returns the set of a K bit.
     *
     * @param code 0 or 1
     * @return the key set
     * @throws IllegalArgumentException for another value
     */
    public static KeySet of(int code) {
        return switch (code) {
            case 0 -> K0;
            case 1 -> K1;
            default -> throw new IllegalArgumentException("key set: %d is neither 0 nor 1".formatted(code));
        };
    }

    /**
     * Returns the set that is programmed while this one is in use.
     *
     * @return the other set
     */
    public KeySet other() {
        return this == K0 ? K1 : K0;
    }
}
