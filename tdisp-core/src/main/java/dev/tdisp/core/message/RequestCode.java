package dev.tdisp.core.message;

import static dev.tdisp.core.message.Support.OPTIONAL;
import static dev.tdisp.core.message.Support.OPTIONAL_SINCE_7_0;
import static dev.tdisp.core.message.Support.REQUIRED;
import static dev.tdisp.core.message.TdiState.CONFIG_LOCKED;
import static dev.tdisp.core.message.TdiState.CONFIG_UNLOCKED;
import static dev.tdisp.core.message.TdiState.RUN;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The requests, with all that the specification's table says about each (sections 11.3.1 and 11.3.2).
 *
 * <p>A constant's name is the specification's name of the request; the response's code is the request's minus 80h.
 */
public enum RequestCode {
    /** Which versions are there? */
    GET_TDISP_VERSION(
            0x81, "TDISP_VERSION", REQUIRED, MessageSize.exactly(16), MessageSize.atLeast(18), anyState(), "11.3.4"),
    /** What does the DSM support? */
    GET_TDISP_CAPABILITIES(
            0x82,
            "TDISP_CAPABILITIES",
            REQUIRED,
            MessageSize.exactly(20),
            MessageSize.exactly(44),
            anyState(),
            "11.3.6"),
    /** Freeze the configuration. */
    LOCK_INTERFACE_REQUEST(
            0x83,
            "LOCK_INTERFACE_RESPONSE",
            REQUIRED,
            MessageSize.exactly(36),
            MessageSize.exactly(48),
            EnumSet.of(CONFIG_UNLOCKED),
            "11.3.8"),
    /** Give a portion of the report on the frozen configuration. */
    GET_DEVICE_INTERFACE_REPORT(
            0x84,
            "DEVICE_INTERFACE_REPORT",
            REQUIRED,
            MessageSize.exactly(20),
            MessageSize.atLeast(20),
            EnumSet.of(CONFIG_LOCKED, RUN),
            "11.3.10"),
    /** Which state is the interface in? */
    GET_DEVICE_INTERFACE_STATE(
            0x85,
            "DEVICE_INTERFACE_STATE",
            REQUIRED,
            MessageSize.exactly(16),
            MessageSize.exactly(17),
            anyState(),
            "11.3.12"),
    /** The TVM accepted: begin to work for it. */
    START_INTERFACE_REQUEST(
            0x86,
            "START_INTERFACE_RESPONSE",
            REQUIRED,
            MessageSize.exactly(48),
            MessageSize.exactly(16),
            EnumSet.of(CONFIG_LOCKED),
            "11.3.14"),
    /** Stop, forget the TVM's data, and unlock. */
    STOP_INTERFACE_REQUEST(
            0x87,
            "STOP_INTERFACE_RESPONSE",
            REQUIRED,
            MessageSize.exactly(16),
            MessageSize.exactly(16),
            anyState(),
            "11.3.16"),
    /** Bind a stream to another device. */
    BIND_P2P_STREAM_REQUEST(
            0x88,
            "BIND_P2P_STREAM_RESPONSE",
            OPTIONAL,
            MessageSize.exactly(17),
            MessageSize.exactly(16),
            EnumSet.of(RUN),
            "11.3.18"),
    /** Take the binding of a stream back. */
    UNBIND_P2P_STREAM_REQUEST(
            0x89,
            "UNBIND_P2P_STREAM_RESPONSE",
            OPTIONAL,
            MessageSize.exactly(17),
            MessageSize.exactly(16),
            EnumSet.of(RUN),
            "11.3.20"),
    /** Make a range of device memory TEE memory or not. */
    SET_MMIO_ATTRIBUTE_REQUEST(
            0x8A,
            "SET_MMIO_ATTRIBUTE_RESPONSE",
            OPTIONAL,
            MessageSize.exactly(32),
            MessageSize.exactly(16),
            EnumSet.of(RUN),
            "11.3.22"),
    /** What a vendor defines. */
    VDM_REQUEST(
            0x8B, "VDM_RESPONSE", OPTIONAL, MessageSize.atLeast(18), MessageSize.atLeast(18), anyState(), "11.3.25"),
    /** Configure the DSM; legal while every one of its interfaces is unlocked. */
    SET_TDISP_CONFIG_REQUEST(
            0x8C,
            "SET_TDISP_CONFIG_RESPONSE",
            OPTIONAL_SINCE_7_0,
            MessageSize.exactly(20),
            MessageSize.exactly(16),
            EnumSet.of(CONFIG_UNLOCKED),
            "11.3 (7.0)");

    private static final int RESPONSE_DISTANCE = 0x80;

    private final int code;
    private final String responseName;
    private final Support support;
    private final MessageSize requestSize;
    private final MessageSize responseSize;
    private final Set<TdiState> legalStates;
    private final String clause;

    RequestCode(
            int code,
            String responseName,
            Support support,
            MessageSize requestSize,
            MessageSize responseSize,
            Set<TdiState> legalStates,
            String clause) {
        this.code = code;
        this.responseName = responseName;
        this.support = support;
        this.requestSize = requestSize;
        this.responseSize = responseSize;
        this.legalStates = Set.copyOf(legalStates);
        this.clause = clause;
    }

    /**
     * Returns the MessageType of the request.
     *
     * @return 81h to 8Ch
     */
    public int code() {
        return code;
    }

    /**
     * Returns the MessageType of the response.
     *
     * @return 01h to 0Ch
     */
    public int responseCode() {
        return code - RESPONSE_DISTANCE;
    }

    /**
     * Returns the specification's name of the response.
     *
     * @return for example {@code TDISP_VERSION}
     */
    public String responseName() {
        return responseName;
    }

    /**
     * Tells whether a responder must implement the request.
     *
     * @return the column "support"
     */
    public Support support() {
        return support;
    }

    /**
     * Returns how large the request is.
     *
     * @return the size with the header
     */
    public MessageSize requestSize() {
        return requestSize;
    }

    /**
     * Returns how large the response is.
     *
     * @return the size with the header
     */
    public MessageSize responseSize() {
        return responseSize;
    }

    /**
     * Returns the states in which the request is legal.
     *
     * @return an immutable set; for VDM_REQUEST all, the vendor decides
     */
    public Set<TdiState> legalStates() {
        return legalStates;
    }

    /**
     * Returns where the specification defines the request.
     *
     * @return a section's number, for example {@code 11.3.8}
     */
    public String clause() {
        return clause;
    }

    /**
     * Finds a request by its MessageType.
     *
     * @param code the value
     * @return the request, or nothing for another value
     */
    public static Optional<RequestCode> of(int code) {
        for (RequestCode request : values()) {
            if (request.code == code) {
                return Optional.of(request);
            }
        }
        return Optional.empty();
    }

    /**
     * Finds the request that a response answers, by the response's MessageType.
     *
     * @param responseCode the value
     * @return the request, or nothing for TDISP_ERROR and other values
     */
    public static Optional<RequestCode> ofResponse(int responseCode) {
        return of(responseCode + RESPONSE_DISTANCE);
    }

    /**
     * Returns the specification's name of any MessageType.
     *
     * @param messageType the value
     * @return the name of the request or response, or the digits of an undefined value
     */
    public static String nameOf(int messageType) {
        if (messageType == TdispError.CODE) {
            return TdispError.NAME;
        }
        return of(messageType)
                .map(RequestCode::name)
                .or(() -> ofResponse(messageType).map(RequestCode::responseName))
                .orElseGet(() -> "%02Xh".formatted(messageType));
    }

    private static Set<TdiState> anyState() {
        return EnumSet.allOf(TdiState.class);
    }
}
