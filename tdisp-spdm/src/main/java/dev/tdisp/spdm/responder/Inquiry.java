package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.message.SpdmResponse;
import java.util.Optional;

/** A question of the responder's, which the requester fetches, and whose response it delivers (section 2.16). */
interface Inquiry {
    /** Builds the request when the requester fetches it. */
    SpdmRequest request();

    /**
     * Takes the response.
     *
     * @param request the natural bytes of the request
     * @param response the response, of the kind that answers the request
     * @param bytes its natural bytes
     * @return what follows
     * @throws InvalidResponse if a check fails
     */
    Outcome accept(Bytes request, SpdmResponse response, Bytes bytes);

    /**
     * What follows a response.
     *
     * @param next the next question, if there is one
     * @param slot the requester's slot that the questions were about, if the requester is to know it
     */
    record Outcome(Optional<Inquiry> next, Optional<Integer> slot) {
        static final Outcome DONE = new Outcome(Optional.empty(), Optional.empty());

        static Outcome next(Inquiry inquiry) {
            return new Outcome(Optional.of(inquiry), Optional.empty());
        }

        /** Ends the questions about a slot; slot 0 goes without saying. */
        static Outcome slot(int slot) {
            return slot == 0 ? DONE : new Outcome(Optional.empty(), Optional.of(slot));
        }
    }
}
