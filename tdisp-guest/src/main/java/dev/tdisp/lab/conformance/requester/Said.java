package dev.tdisp.lab.conformance.requester;

import dev.tdisp.core.wire.Bytes;
import java.util.Optional;

/**
 * A message that a requester sent, and what it got for it.
 *
 * @param layer its protocol
 * @param session the session; 0 in the clear
 * @param request the message
 * @param response what left; nothing if nothing did
 * @param isChanged whether a script put that in place of the honest answer
 */
record Said(Layer layer, long session, Bytes request, Optional<Bytes> response, boolean isChanged) {
    int code() {
        return layer.code(request);
    }

    boolean is(Layer wanted, int code) {
        return layer == wanted && code() == code;
    }
}
