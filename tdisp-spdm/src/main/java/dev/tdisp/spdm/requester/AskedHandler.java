package dev.tdisp.spdm.requester;

import dev.tdisp.spdm.message.SpdmResponse;

/** Answers one kind of request of the responder's. */
@FunctionalInterface
interface AskedHandler {
    /**
     * Checks a request and answers it.
     *
     * @throws Declined if a check fails
     */
    SpdmResponse answer(Asked asked);
}
