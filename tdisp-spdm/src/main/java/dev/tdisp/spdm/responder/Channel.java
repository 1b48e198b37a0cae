package dev.tdisp.spdm.responder;

/** What a responder remembers of one way messages come: in the clear, or in one session. */
final class Channel {
    private final Inquiries inquiries = new Inquiries();

    /** Returns the responder's questions. */
    Inquiries inquiries() {
        return inquiries;
    }
}
