package dev.tdisp.spdm.message;

import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.Optional;

/** The error code of an ERROR response, its Param1. */
public enum SpdmErrorCode {
    /** One or more fields of the request are invalid. */
    INVALID_REQUEST(0x01, SpdmVersion.V1_0),
    /** The responder is busy; try later. */
    BUSY(0x03, SpdmVersion.V1_0),
    /** The request is not legal in this state or order. */
    UNEXPECTED_REQUEST(0x04, SpdmVersion.V1_0),
    /** A failure without a code of its own. */
    UNSPECIFIED(0x05, SpdmVersion.V1_0),
    /** A record, a MAC or a signature of the handshake is wrong. */
    DECRYPT_ERROR(0x06, SpdmVersion.V1_1),
    /** The request is not supported; ErrorData is its code. */
    UNSUPPORTED_REQUEST(0x07, SpdmVersion.V1_0),
    /** Another request is under way. */
    REQUEST_IN_FLIGHT(0x08, SpdmVersion.V1_1),
    /** An encapsulated response is invalid. */
    INVALID_RESPONSE_CODE(0x09, SpdmVersion.V1_1),
    /** No more sessions can be had. */
    SESSION_LIMIT_EXCEEDED(0x0A, SpdmVersion.V1_1),
    /** The request is legal in a session only. */
    SESSION_REQUIRED(0x0B, SpdmVersion.V1_2),
    /** The device must be reset first. */
    RESET_REQUIRED(0x0C, SpdmVersion.V1_2),
    /** The response is larger than the requester can receive. */
    RESPONSE_TOO_LARGE(0x0D, SpdmVersion.V1_2),
    /** The request is larger than the responder can receive. */
    REQUEST_TOO_LARGE(0x0E, SpdmVersion.V1_2),
    /** The response must be fetched in chunks. */
    LARGE_RESPONSE(0x0F, SpdmVersion.V1_2),
    /** A message was lost. */
    MESSAGE_LOST(0x10, SpdmVersion.V1_2),
    /** The policy of the responder cannot be met. */
    INVALID_POLICY(0x11, SpdmVersion.V1_3),
    /** The data does not fit the small form of the message. */
    DATA_TOO_LARGE(0x12, SpdmVersion.V1_4),
    /** The version is not supported, or not the negotiated one. */
    VERSION_MISMATCH(0x41, SpdmVersion.V1_0),
    /** The response takes longer; ask again by RESPOND_IF_READY. */
    RESPONSE_NOT_READY(0x42, SpdmVersion.V1_0),
    /** The connection must start anew with GET_VERSION. */
    REQUEST_RESYNCH(0x43, SpdmVersion.V1_0),
    /** The operation failed. */
    OPERATION_FAILED(0x44, SpdmVersion.V1_3),
    /** There is no encapsulated request to get. */
    NO_PENDING_REQUESTS(0x45, SpdmVersion.V1_3),
    /** The session is to be ended. */
    REQUEST_SESSION_TERMINATED(0x46, SpdmVersion.V1_4),
    /** The slot or bank is in a state that forbids it. */
    INVALID_STATE(0x47, SpdmVersion.V1_4),
    /** A vendor or standards body says more in the extended data. */
    VENDOR_DEFINED(0xFF, SpdmVersion.V1_0);

    private final int code;
    private final SpdmVersion since;

    SpdmErrorCode(int code, SpdmVersion since) {
        this.code = code;
        this.since = since;
    }

    /**
     * Returns the value on the wire.
     *
     * @return 01h to FFh
     */
    public int code() {
        return code;
    }

    /**
     * Returns the version that introduced this error.
     *
     * @return the first version whose responders may send it
     */
    public SpdmVersion since() {
        return since;
    }

    /**
     * Finds the meaning of a value.
     *
     * @param code the value
     * @return the error, or nothing for an undefined value
     */
    public static Optional<SpdmErrorCode> of(int code) {
        for (SpdmErrorCode error : values()) {
            if (error.code == code) {
                return Optional.of(error);
            }
        }
        return Optional.empty();
    }
}
