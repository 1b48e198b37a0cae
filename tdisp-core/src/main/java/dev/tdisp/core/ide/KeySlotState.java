package dev.tdisp.core.ide;

/** What a key slot holds. */
public enum KeySlotState {
    /** No key. */
    EMPTY,
    /** A key that was not started. */
    PROGRAMMED,
    /** A key that protects, or will as soon as the stream is secure. */
    ACTIVE,
    /** A key that is still accepted until the first packet under the key of the other set arrives. */
    RETIRING
}
