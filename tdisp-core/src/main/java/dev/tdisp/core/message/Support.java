package dev.tdisp.core.message;

/** Whether a responder must know a request (section 11.3.1). */
public enum Support {
    /** Every responder implements the request. */
    REQUIRED,
    /** A responder says in its capabilities whether it implements the request. */
    OPTIONAL,
    /** As optional, and defined since PCI Express 7.0 only. */
    OPTIONAL_SINCE_7_0
}
