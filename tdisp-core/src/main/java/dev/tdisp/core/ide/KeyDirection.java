package dev.tdisp.core.ide;

/** The direction of a key, from the point of view of the port that holds it. */
public enum KeyDirection {
    /** The port checks with it what it receives. */
    RECEIVE(0),
    /** The port protects with it what it transmits. */
    TRANSMIT(1);

    private final int code;

    KeyDirection(int code) {
        this.code = code;
    }

    /**
     * Returns the RxTxB bit of IDE_KM.
     *
     * @return 0 or 1
     */
    public int code() {
        return code;
    }

    /**
     * Returns the direction of the same key at the other end of the link.
     *
     * @return the other direction
     */
    public KeyDirection opposite() {
        return this == RECEIVE ? TRANSMIT : RECEIVE;
    }
}
