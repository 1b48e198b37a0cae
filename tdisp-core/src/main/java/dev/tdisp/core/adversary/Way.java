package dev.tdisp.core.adversary;

/** Where a packet goes. */
public enum Way {
    /** A request of the host. */
    TO_DEVICE,
    /** The completion of one. */
    ANSWER_TO_HOST,
    /** A request of the device. */
    TO_HOST,
    /** The completion of one. */
    ANSWER_TO_DEVICE
}
