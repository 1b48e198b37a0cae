package dev.tdisp.spdm.responder;

import dev.tdisp.spdm.message.SpdmResponse;

/**
 * A response, and what it does to the responder when it is really sent.
 *
 * @param response the response
 * @param beforeSending done before the response is sealed
 * @param afterSending done after the response is sealed with the keys that were in use
 * @param unsent done instead, if the response cannot be sent
 */
record Answer(SpdmResponse response, Runnable beforeSending, Runnable afterSending, Runnable unsent) {
    private static final Runnable NOTHING = () -> {};

    static Answer of(SpdmResponse response) {
        return new Answer(response, NOTHING, NOTHING, NOTHING);
    }

    Answer before(Runnable action) {
        return new Answer(response, action, afterSending, unsent);
    }

    Answer after(Runnable action) {
        return new Answer(response, beforeSending, action, unsent);
    }

    Answer otherwise(Runnable action) {
        return new Answer(response, beforeSending, afterSending, action);
    }

    /** Returns the same answer in other words. */
    Answer replaced(SpdmResponse other) {
        return new Answer(other, beforeSending, afterSending, unsent);
    }
}
