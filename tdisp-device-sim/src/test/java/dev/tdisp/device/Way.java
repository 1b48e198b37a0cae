package dev.tdisp.device;

/** How a packet crosses the link. */
public enum Way {
    CLEAR,
    UNTRUSTED,
    TRUSTED
}
