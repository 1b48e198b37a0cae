package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;

/** Sees each response before it leaves: makes a responder wrong in one point, for example. */
@FunctionalInterface
public interface ResponseFilter {
    /** Lets every response pass as it is. */
    ResponseFilter NONE = (session, request, response) -> response;

    /**
     * Decides what leaves in place of a response.
     *
     * @param session the session that carries it; 0 in the clear
     * @param request the request that it answers
     * @param response the response
     * @return what leaves: the response, usually
     */
    Bytes leaving(long session, Bytes request, Bytes response);
}
