package dev.tdisp.guest;

/** How a driver learns that the engine has done its work. */
public enum Completion {
    /** The device says so by MSI-X. Where no interrupt comes, the driver asks after all. */
    INTERRUPT,
    /** The driver asks until it is so. */
    POLLING
}
