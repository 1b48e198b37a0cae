package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * RESPOND_IF_READY: asks again for a response that was not ready (section 2.12).
 *
 * @param header version and parameters; Param1 is the code of the deferred request, Param2 its token
 */
public record RespondIfReady(SpdmHeader header) implements SpdmRequest {
    @Override
    public int code() {
        return SpdmCode.RESPOND_IF_READY.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.RESPOND_IF_READY.requestName();
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @param deferred what ERROR ResponseNotReady said
     * @return the message
     */
    public static RespondIfReady of(SpdmVersion version, ResponseNotReady deferred) {
        return new RespondIfReady(SpdmHeader.of(version, deferred.requestCode(), deferred.token()));
    }

    /**
     * Returns the code of the deferred request.
     *
     * @return the byte RequestCode
     */
    public int deferredCode() {
        return header.param1();
    }

    /**
     * Returns the token of the deferred request.
     *
     * @return the byte Token
     */
    public int token() {
        return header.param2();
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
    }
}
