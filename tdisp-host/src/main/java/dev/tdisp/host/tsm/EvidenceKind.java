package dev.tdisp.host.tsm;

/** The kinds of evidence that are too large for the security manager to keep. */
public enum EvidenceKind {
    /** The certificate chain in SPDM's format, of the slot that authenticated the session. */
    CERTIFICATE_CHAIN,
    /** Signed measurements. */
    MEASUREMENTS,
    /** The body of the device interface report. */
    INTERFACE_REPORT
}
