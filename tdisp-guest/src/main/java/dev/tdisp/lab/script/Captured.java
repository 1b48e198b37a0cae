package dev.tdisp.lab.script;

import dev.tdisp.core.message.TdispRequest;
import dev.tdisp.core.message.TdispResponse;
import dev.tdisp.core.wire.Bytes;

/**
 * An exchange that a script keeps under a name: what was asked, and what was really answered.
 *
 * @param request the request
 * @param response the response as it was sent; no bytes if there was none
 */
public record Captured(Bytes request, Bytes response) {
    /**
     * Decodes the request.
     *
     * @return the request
     * @throws dev.tdisp.core.wire.MalformedMessageException if it is none of TDISP
     */
    public TdispRequest tdispRequest() {
        return TdispRequest.decode(request);
    }

    /**
     * Decodes the response.
     *
     * @return the response
     * @throws dev.tdisp.core.wire.MalformedMessageException if it is none of TDISP, perhaps because the script bent it
     */
    public TdispResponse tdispResponse() {
        return TdispResponse.decode(response);
    }

    /**
     * Tells the sizes alone: there may be a nonce in it.
     *
     * @return how large both are
     */
    @Override
    public String toString() {
        return "%d bytes answered by %d".formatted(request.size(), response.size());
    }
}
