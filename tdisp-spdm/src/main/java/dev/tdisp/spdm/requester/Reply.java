package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.message.SpdmResponse;

/**
 * A response that answers a request.
 *
 * @param <M> the kind of response
 * @param request the natural bytes of the request
 * @param message the response
 * @param bytes the natural bytes of the response
 */
record Reply<M extends SpdmResponse>(Bytes request, M message, Bytes bytes) {}
