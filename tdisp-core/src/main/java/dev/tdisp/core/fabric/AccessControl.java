package dev.tdisp.core.fabric;

/** What Access Control Services of a switch port do with packets from its device (section 6.12). */
public enum AccessControl {
    /** Requests whose address is translated, or asks for translation, are blocked, be they for a peer or for the host. */
    TRANSLATION_BLOCKING,
    /** Requests to peers go up to the host instead. */
    REQUEST_REDIRECT,
    /** Translated requests go straight to the peer even so. */
    DIRECT_TRANSLATED,
    /** Completions to peers go up to the host instead, unless they allow relaxed ordering. */
    COMPLETION_REDIRECT,
    /** Requests that lead back to the port they came in by go up to the host. Without this they are refused. */
    UPSTREAM_FORWARDING,
    /** Nothing goes straight to a peer: what would is blocked. */
    EGRESS_CONTROL
}
