package dev.tdisp.spdm.algorithm;

/** The two ends of an SPDM connection. */
public enum SpdmRole {
    /** Asks; the TSM of a TDISP host. */
    REQUESTER,
    /** Answers; the DSM of a TDISP device. */
    RESPONDER
}
