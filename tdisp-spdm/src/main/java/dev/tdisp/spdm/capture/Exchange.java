package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.message.SpdmRequest;
import java.util.Optional;

/**
 * A request that waits for its response.
 *
 * @param request the request
 * @param bytes its bytes
 * @param session the session in which it came
 */
record Exchange(SpdmRequest request, Bytes bytes, Optional<CapturedSession> session) {}
