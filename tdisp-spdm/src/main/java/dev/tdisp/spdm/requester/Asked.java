package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.message.SpdmRequest;

/**
 * A request of the responder's.
 *
 * @param request the request
 * @param bytes its natural bytes
 * @param place where it came
 * @param isFirst whether nothing was asked before it there
 */
record Asked(SpdmRequest request, Bytes bytes, Place place, boolean isFirst) {}
