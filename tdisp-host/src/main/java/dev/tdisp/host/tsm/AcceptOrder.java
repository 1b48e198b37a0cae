package dev.tdisp.host.tsm;

/** In which order a guest's acceptance goes; platforms differ. */
public enum AcceptOrder {
    /** Every range of TEE memory is mapped before the interface starts. */
    MAP_THEN_START,
    /** The interface starts first, and its ranges are mapped while it runs; all of them before the gate opens. */
    START_THEN_MAP
}
