package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * ENCAPSULATED_REQUEST: a request by which the responder asks the requester (section 2.16).
 *
 * <p>The request inside is a whole message; {@link NegotiatedContext#reversed()} decodes it, and its response. It reaches
 * to the end of what was received: a transport's padding is in it, and told apart when it is decoded.
 *
 * @param header version and parameters; Param1 is the request id, Param2 is reserved
 * @param request the request inside
 */
public record EncapsulatedRequest(SpdmHeader header, Bytes request) implements SpdmResponse {
    @Override
    public int code() {
        return SpdmCode.GET_ENCAPSULATED_REQUEST.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.GET_ENCAPSULATED_REQUEST.responseName();
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @param requestId the id that the response must carry
     * @param request the request inside
     * @return the message
     */
    public static EncapsulatedRequest of(SpdmVersion version, int requestId, Bytes request) {
        return new EncapsulatedRequest(SpdmHeader.of(version, requestId, 0), request);
    }

    /**
     * Returns the id of the request.
     *
     * @return the byte RequestID
     */
    public int requestId() {
        return header.param1();
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.bytes("EncapsulatedRequest", request);
    }

    static EncapsulatedRequest read(SpdmHeader header, WireReader in) {
        return new EncapsulatedRequest(header, in.rest("EncapsulatedRequest"));
    }
}
