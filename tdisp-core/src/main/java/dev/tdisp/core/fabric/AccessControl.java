package dev.tdisp.core.fabric;

/** What Access Control Services of a switch port do with requests to peers (section 6.12). */
public enum AccessControl {
    /** Requests whose address says it is translated are blocked. */
    TRANSLATION_BLOCKING,
    /** Requests to peers go up to the host instead. */
    REQUEST_REDIRECT,
    /** Translated requests go straight to the peer even so. */
    DIRECT_TRANSLATED,
    /** Nothing goes straight to a peer: what would is blocked. */
    EGRESS_CONTROL
}
