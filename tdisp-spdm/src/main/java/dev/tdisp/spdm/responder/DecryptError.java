package dev.tdisp.spdm.responder;

import dev.tdisp.spdm.connection.SpdmSession;

/** Says that a handshake failed its proof: ERROR DecryptError is the last message of the session. */
final class DecryptError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SpdmSession session;

    DecryptError(SpdmSession session, String reason) {
        super(reason, null, false, false);
        this.session = session;
    }

    SpdmSession session() {
        return session;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
