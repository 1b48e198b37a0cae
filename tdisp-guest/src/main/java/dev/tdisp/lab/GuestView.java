package dev.tdisp.lab;

/** What a guest believes of a function, by its own books. */
public enum GuestView {
    /** It does not have it. */
    NONE,
    /** It has it, and does not trust it. */
    UNTRUSTED,
    /** It accepted it, and did not give it back. */
    TRUSTED
}
