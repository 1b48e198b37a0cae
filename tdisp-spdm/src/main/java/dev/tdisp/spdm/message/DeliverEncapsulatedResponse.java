package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * DELIVER_ENCAPSULATED_RESPONSE: the response to a request of the responder's (section 2.16).
 *
 * <p>The response inside is a whole message that reaches to the end of what was received, as in
 * {@link EncapsulatedRequest}.
 *
 * @param header version and parameters; Param1 is the request id, Param2 is reserved
 * @param response the response inside
 */
public record DeliverEncapsulatedResponse(SpdmHeader header, Bytes response) implements SpdmRequest {
    @Override
    public int code() {
        return SpdmCode.DELIVER_ENCAPSULATED_RESPONSE.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.DELIVER_ENCAPSULATED_RESPONSE.requestName();
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @param requestId the id of the request; 0 for the digests that KEY_EXCHANGE_RSP asked for
     * @param response the response inside
     * @return the message
     */
    public static DeliverEncapsulatedResponse of(SpdmVersion version, int requestId, Bytes response) {
        return new DeliverEncapsulatedResponse(SpdmHeader.of(version, requestId, 0), response);
    }

    /**
     * Returns the id of the request that is answered.
     *
     * @return the byte RequestID
     */
    public int requestId() {
        return header.param1();
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.bytes("EncapsulatedResponse", response);
    }

    static DeliverEncapsulatedResponse read(SpdmHeader header, WireReader in) {
        return new DeliverEncapsulatedResponse(header, in.rest("EncapsulatedResponse"));
    }
}
