package dev.tdisp.spdm.algorithm;

/** A capability of an endpoint: a field of 1 or 2 bits in Flags, or in ExtFlags (GET_CAPABILITIES, CAPABILITIES). */
public enum Capability {
    /** The responder may keep negotiated state across a reset. */
    CACHE_CAP(0, 1),
    /** Answers GET_DIGESTS and GET_CERTIFICATE. */
    CERT_CAP(1, 1),
    /** Answers CHALLENGE. */
    CHAL_CAP(2, 1),
    /** Measures: 1 without, 2 with signature. */
    MEAS_CAP(3, 2),
    /** Measures anew on request. */
    MEAS_FRESH_CAP(5, 1),
    /** Encrypts sessions. */
    ENCRYPT_CAP(6, 1),
    /** Authenticates the messages of sessions. */
    MAC_CAP(7, 1),
    /** Authenticates both ends. */
    MUT_AUTH_CAP(8, 1),
    /** Exchanges keys by KEY_EXCHANGE. */
    KEY_EX_CAP(9, 1),
    /** Starts sessions from a pre-shared key: 1 without, 2 with responder context. */
    PSK_CAP(10, 2),
    /** Carries encapsulated requests. */
    ENCAP_CAP(12, 1),
    /** Keeps sessions alive by HEARTBEAT. */
    HBEAT_CAP(13, 1),
    /** Updates keys by KEY_UPDATE. */
    KEY_UPD_CAP(14, 1),
    /** Sends the handshake without encryption. */
    HANDSHAKE_IN_THE_CLEAR_CAP(15, 1),
    /** Is known by a provisioned raw public key instead of a chain. */
    PUB_KEY_ID_CAP(16, 1),
    /** Cuts large messages into chunks. */
    CHUNK_CAP(17, 1),
    /** Issues alias certificates. */
    ALIAS_CERT_CAP(18, 1),
    /** Answers SET_CERTIFICATE. */
    SET_CERT_CAP(19, 1),
    /** Answers GET_CSR. */
    CSR_CAP(20, 1),
    /** Needs a reset to install a certificate. */
    CERT_INSTALL_RESET_CAP(21, 1),
    /** Answers GET_ENDPOINT_INFO: 1 without, 2 with signature. */
    EP_INFO_CAP(22, 2),
    /** Answers GET_MEASUREMENT_EXTENSION_LOG. */
    MEL_CAP(24, 1),
    /** Sends events. */
    EVENT_CAP(25, 1),
    /** Holds several keys: 1 only so, 2 negotiable. */
    MULTI_KEY_CAP(26, 2),
    /** Answers GET_KEY_PAIR_INFO. */
    GET_KEY_PAIR_INFO_CAP(28, 1),
    /** Answers SET_KEY_PAIR_INFO. */
    SET_KEY_PAIR_INFO_CAP(29, 1),
    /** Needs a reset to change a key pair. */
    SET_KEY_PAIR_RESET_CAP(30, 1),
    /** Sends messages of the large forms. */
    LARGE_RESP_CAP(31, 1),
    /** Answers SLOT_MANAGEMENT; bit 0 of ExtFlags. */
    SLOT_MGMT_CAP(32, 1);

    private final int shift;
    private final int width;

    Capability(int shift, int width) {
        this.shift = shift;
        this.width = width;
    }

    int shift() {
        return shift;
    }

    long mask() {
        return ((1L << width) - 1) << shift;
    }
}
