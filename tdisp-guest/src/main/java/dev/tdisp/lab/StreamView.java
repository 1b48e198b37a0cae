package dev.tdisp.lab;

/** One end's view of the default stream. */
public enum StreamView {
    /** There is none, or nobody can look. */
    NONE,
    /** It is configured and does not protect. */
    INSECURE,
    /** It protects. */
    SECURE
}
