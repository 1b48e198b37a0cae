package dev.tdisp.host.tsm;

/** The kinds of evidence that are too large for the security manager to keep. */
public enum EvidenceKind {
    /** How version, capabilities and algorithms were negotiated: GET_VERSION to ALGORITHMS as they went over the wire. */
    NEGOTIATION,
    /** The certificate chain in SPDM's format, of the slot that authenticated the session. */
    CERTIFICATE_CHAIN,
    /** Signed measurements. */
    MEASUREMENTS,
    /** The body of the device interface report. */
    INTERFACE_REPORT;

    /**
     * Tells whether it is about the device as a whole.
     *
     * @return false if it is about one interface
     */
    public boolean isOfDevice() {
        return this == NEGOTIATION || this == CERTIFICATE_CHAIN;
    }
}
