package dev.tdisp.lab.script;

/** How far a script skips, by words that it could say itself. */
public enum Scene {
    /** SPDM has opened a session; of IDE_KM and TDISP nothing has been said. */
    SESSION_ESTABLISHED,
    /** Six keys of a stream are programmed and in use. */
    STREAM_SECURED,
    /** An interface is in CONFIG_LOCKED. */
    LOCKED,
    /** An interface is in RUN. */
    RUNNING
}
