package dev.tdisp.spdm.message;

import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.Optional;

/** A request and the response that answers it: their codes, names and age. */
public enum SpdmCode {
    /** GET_VERSION, answered by VERSION. */
    GET_VERSION(0x84, "VERSION", SpdmVersion.V1_0),
    /** GET_CAPABILITIES, answered by CAPABILITIES. */
    GET_CAPABILITIES(0xE1, "CAPABILITIES", SpdmVersion.V1_0),
    /** NEGOTIATE_ALGORITHMS, answered by ALGORITHMS. */
    NEGOTIATE_ALGORITHMS(0xE3, "ALGORITHMS", SpdmVersion.V1_0),
    /** GET_DIGESTS, answered by DIGESTS. */
    GET_DIGESTS(0x81, "DIGESTS", SpdmVersion.V1_0),
    /** GET_CERTIFICATE, answered by CERTIFICATE. */
    GET_CERTIFICATE(0x82, "CERTIFICATE", SpdmVersion.V1_0),
    /** CHALLENGE, answered by CHALLENGE_AUTH. */
    CHALLENGE(0x83, "CHALLENGE_AUTH", SpdmVersion.V1_0),
    /** GET_MEASUREMENTS, answered by MEASUREMENTS. */
    GET_MEASUREMENTS(0xE0, "MEASUREMENTS", SpdmVersion.V1_0),
    /** GET_SUPPORTED_EVENT_TYPES, answered by SUPPORTED_EVENT_TYPES. */
    GET_SUPPORTED_EVENT_TYPES(0xE2, "SUPPORTED_EVENT_TYPES", SpdmVersion.V1_3),
    /** KEY_EXCHANGE, answered by KEY_EXCHANGE_RSP. */
    KEY_EXCHANGE(0xE4, "KEY_EXCHANGE_RSP", SpdmVersion.V1_1),
    /** FINISH, answered by FINISH_RSP. */
    FINISH(0xE5, "FINISH_RSP", SpdmVersion.V1_1),
    /** PSK_EXCHANGE, answered by PSK_EXCHANGE_RSP. */
    PSK_EXCHANGE(0xE6, "PSK_EXCHANGE_RSP", SpdmVersion.V1_1),
    /** PSK_FINISH, answered by PSK_FINISH_RSP. */
    PSK_FINISH(0xE7, "PSK_FINISH_RSP", SpdmVersion.V1_1),
    /** HEARTBEAT, answered by HEARTBEAT_ACK. */
    HEARTBEAT(0xE8, "HEARTBEAT_ACK", SpdmVersion.V1_1),
    /** KEY_UPDATE, answered by KEY_UPDATE_ACK. */
    KEY_UPDATE(0xE9, "KEY_UPDATE_ACK", SpdmVersion.V1_1),
    /** GET_ENCAPSULATED_REQUEST, answered by ENCAPSULATED_REQUEST. */
    GET_ENCAPSULATED_REQUEST(0xEA, "ENCAPSULATED_REQUEST", SpdmVersion.V1_1),
    /** DELIVER_ENCAPSULATED_RESPONSE, answered by ENCAPSULATED_RESPONSE_ACK. */
    DELIVER_ENCAPSULATED_RESPONSE(0xEB, "ENCAPSULATED_RESPONSE_ACK", SpdmVersion.V1_1),
    /** END_SESSION, answered by END_SESSION_ACK. */
    END_SESSION(0xEC, "END_SESSION_ACK", SpdmVersion.V1_1),
    /** GET_CSR, answered by CSR. */
    GET_CSR(0xED, "CSR", SpdmVersion.V1_2),
    /** SET_CERTIFICATE, answered by SET_CERTIFICATE_RSP. */
    SET_CERTIFICATE(0xEE, "SET_CERTIFICATE_RSP", SpdmVersion.V1_2),
    /** GET_MEASUREMENT_EXTENSION_LOG, answered by MEASUREMENT_EXTENSION_LOG. */
    GET_MEASUREMENT_EXTENSION_LOG(0xEF, "MEASUREMENT_EXTENSION_LOG", SpdmVersion.V1_3),
    /** SUBSCRIBE_EVENT_TYPES, answered by SUBSCRIBE_EVENT_TYPES_ACK. */
    SUBSCRIBE_EVENT_TYPES(0xF0, "SUBSCRIBE_EVENT_TYPES_ACK", SpdmVersion.V1_3),
    /** SEND_EVENT, answered by EVENT_ACK. */
    SEND_EVENT(0xF1, "EVENT_ACK", SpdmVersion.V1_3),
    /** GET_KEY_PAIR_INFO, answered by KEY_PAIR_INFO. */
    GET_KEY_PAIR_INFO(0xFC, "KEY_PAIR_INFO", SpdmVersion.V1_3),
    /** SET_KEY_PAIR_INFO, answered by SET_KEY_PAIR_INFO_ACK. */
    SET_KEY_PAIR_INFO(0xFD, "SET_KEY_PAIR_INFO_ACK", SpdmVersion.V1_3),
    /** VENDOR_DEFINED_REQUEST, answered by VENDOR_DEFINED_RESPONSE. */
    VENDOR_DEFINED_REQUEST(0xFE, "VENDOR_DEFINED_RESPONSE", SpdmVersion.V1_0),
    /** RESPOND_IF_READY, answered by what was deferred. */
    RESPOND_IF_READY(0xFF, "", SpdmVersion.V1_0),
    /** CHUNK_SEND, answered by CHUNK_SEND_ACK. */
    CHUNK_SEND(0x85, "CHUNK_SEND_ACK", SpdmVersion.V1_2),
    /** CHUNK_GET, answered by CHUNK_RESPONSE. */
    CHUNK_GET(0x86, "CHUNK_RESPONSE", SpdmVersion.V1_2),
    /** GET_ENDPOINT_INFO, answered by ENDPOINT_INFO. */
    GET_ENDPOINT_INFO(0x87, "ENDPOINT_INFO", SpdmVersion.V1_3),
    /** SLOT_MANAGEMENT, answered by SLOT_MANAGEMENT_RESP. */
    SLOT_MANAGEMENT(0x88, "SLOT_MANAGEMENT_RESP", SpdmVersion.V1_4);

    private static final int RESPONSE_MASK = 0x7F;

    private final int requestCode;
    private final String responseName;
    private final SpdmVersion since;

    SpdmCode(int requestCode, String responseName, SpdmVersion since) {
        this.requestCode = requestCode;
        this.responseName = responseName;
        this.since = since;
    }

    /**
     * Returns the RequestResponseCode of the request.
     *
     * @return 80h to FFh
     */
    public int requestCode() {
        return requestCode;
    }

    /**
     * Returns the RequestResponseCode of the response.
     *
     * @return 00h to 7Fh; for RESPOND_IF_READY that of ERROR
     */
    public int responseCode() {
        return requestCode & RESPONSE_MASK;
    }

    /**
     * Returns the specification's name of the request.
     *
     * @return for example {@code GET_DIGESTS}
     */
    public String requestName() {
        return name();
    }

    /**
     * Returns the specification's name of the response.
     *
     * @return for example {@code DIGESTS}; empty for RESPOND_IF_READY
     */
    public String responseName() {
        return responseName;
    }

    /**
     * Returns the version that introduced the request.
     *
     * @return the first version whose endpoints may send it
     */
    public SpdmVersion since() {
        return since;
    }

    /**
     * Finds a request.
     *
     * @param code its RequestResponseCode
     * @return the pair, or nothing for an unknown code
     */
    public static Optional<SpdmCode> ofRequest(int code) {
        for (SpdmCode pair : values()) {
            if (pair.requestCode == code) {
                return Optional.of(pair);
            }
        }
        return Optional.empty();
    }

    /**
     * Finds a response; ERROR, which answers any request, is not among them.
     *
     * @param code its RequestResponseCode
     * @return the pair, or nothing for an unknown code
     */
    public static Optional<SpdmCode> ofResponse(int code) {
        for (SpdmCode pair : values()) {
            if (pair != RESPOND_IF_READY && pair.responseCode() == code) {
                return Optional.of(pair);
            }
        }
        return Optional.empty();
    }
}
