package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.Optional;

/**
 * ENCAPSULATED_RESPONSE_ACK: takes a response of the requester's, and perhaps asks again (section 2.16).
 *
 * @param header version and parameters; Param1 is the next request id, Param2 the kind of payload
 * @param ackRequestId the byte AckRequestID from 1.2 on: whose response was taken; 0 before
 * @param reserved 3 reserved bytes from 1.2 on; 0 before
 * @param payload the next request, which reaches to the end of what was received, the byte of a slot, or nothing
 */
public record EncapsulatedResponseAck(SpdmHeader header, int ackRequestId, int reserved, Bytes payload)
        implements SpdmResponse {
    /** The kind of payload that is none. */
    public static final int ABSENT = 0;

    /** The kind of payload that is the next request. */
    public static final int REQUEST = 1;

    /** The kind of payload that is the slot for FINISH. */
    public static final int SLOT = 2;

    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters; Param1 is the next request id, Param2 the kind of payload
     * @param ackRequestId the byte AckRequestID from 1.2 on: whose response was taken; 0 before
     * @param reserved 3 reserved bytes from 1.2 on; 0 before
     * @param payload the next request, which reaches to the end of what was received, the byte of a slot, or nothing
     */
    public EncapsulatedResponseAck {
        if (header.param2() == SLOT) {
            FieldSizes.require("payload", payload, 1);
        } else if (header.param2() == ABSENT) {
            FieldSizes.require("payload", payload, 0);
        }
    }

    @Override
    public int code() {
        return SpdmCode.DELIVER_ENCAPSULATED_RESPONSE.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.DELIVER_ENCAPSULATED_RESPONSE.responseName();
    }

    /**
     * Creates the message that ends an encapsulated exchange.
     *
     * @param version the negotiated version
     * @param ackRequestId the id of the response that was taken
     * @return the message
     */
    public static EncapsulatedResponseAck last(SpdmVersion version, int ackRequestId) {
        return of(SpdmHeader.of(version, 0, ABSENT), ackRequestId, Bytes.EMPTY);
    }

    /**
     * Creates the message that ends an encapsulated exchange and names the slot that FINISH is to use.
     *
     * @param version the negotiated version
     * @param ackRequestId the id of the response that was taken
     * @param slot the requester's slot
     * @return the message
     */
    public static EncapsulatedResponseAck slot(SpdmVersion version, int ackRequestId, int slot) {
        return of(SpdmHeader.of(version, 0, SLOT), ackRequestId, Bytes.of((byte) slot));
    }

    /**
     * Creates the message that asks again.
     *
     * @param version the negotiated version
     * @param ackRequestId the id of the response that was taken
     * @param requestId the id of the next request
     * @param request the next request
     * @return the message
     */
    public static EncapsulatedResponseAck next(SpdmVersion version, int ackRequestId, int requestId, Bytes request) {
        return of(SpdmHeader.of(version, requestId, REQUEST), ackRequestId, request);
    }

    private static EncapsulatedResponseAck of(SpdmHeader header, int ackRequestId, Bytes payload) {
        return new EncapsulatedResponseAck(header, header.isAtLeast(SpdmVersion.V1_2) ? ackRequestId : 0, 0, payload);
    }

    /**
     * Returns the id of the next request.
     *
     * @return the byte RequestID; 0 if there is none
     */
    public int requestId() {
        return header.param1();
    }

    /**
     * Finds the next request.
     *
     * @return the request inside, if there is one
     */
    public Optional<Bytes> request() {
        return header.param2() == REQUEST ? Optional.of(payload) : Optional.empty();
    }

    /**
     * Finds the slot that FINISH is to use.
     *
     * @return the requester's slot, if the responder names one
     */
    public Optional<Integer> slot() {
        return header.param2() == SLOT ? Optional.of(payload.at(0)) : Optional.empty();
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        if (header.isAtLeast(SpdmVersion.V1_2)) {
            out.u8("AckRequestID", ackRequestId);
            out.u24("Reserved", reserved);
        }
        out.bytes(header.param2() == SLOT ? "ReqSlotNumber" : "EncapsulatedRequest", payload);
    }

    static EncapsulatedResponseAck read(SpdmHeader header, WireReader in) {
        boolean hasId = header.isAtLeast(SpdmVersion.V1_2);
        int ackRequestId = hasId ? in.u8("AckRequestID") : 0;
        int reserved = hasId ? in.u24("Reserved") : 0;
        Bytes payload = switch (header.param2()) {
            case ABSENT -> Bytes.EMPTY;
            case SLOT -> in.bytes("ReqSlotNumber", 1);
            default -> in.rest("EncapsulatedRequest");
        };
        return new EncapsulatedResponseAck(header, ackRequestId, reserved, payload);
    }
}
