package dev.tdisp.spdm.responder;

/** Answers one kind of request. */
@FunctionalInterface
interface RequestHandler {
    /**
     * Checks a request and answers it.
     *
     * @throws Refusal if a check fails
     */
    Answer answer(Incoming in);
}
