package dev.tdisp.lab;

/** What a guest hears when it asks the security manager for the state of an interface. */
public enum GuestPoll {
    /** The interface runs. */
    RUNS,
    /** The interface is in ERROR. */
    ERROR,
    /** The interface is not locked. */
    UNLOCKED,
    /** The interface is not bound to the guest: the security manager has given it up. */
    NOT_BOUND,
    /** The security manager gets no answer that it can use, and gives the device up. */
    NO_ANSWER
}
