package dev.tdisp.lab.conformance.requester;

/** What a requester has to do with a device that is not as it must be. */
enum Expect {
    /** Not accept it, not start its interface, and let go what was locked. */
    REFUSED,
    /** Not accept it, and let go what was locked; the interface was started, or is asked to, before anybody can know. */
    STOPPED,
    /** Say that the interface was not given back. */
    TOLD,
    /** Accept it all the same. */
    TOLERATED,
    /** Come to an end, whatever it is. */
    SURVIVED
}
