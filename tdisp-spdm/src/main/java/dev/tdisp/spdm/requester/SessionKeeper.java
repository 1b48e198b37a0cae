package dev.tdisp.spdm.requester;

import dev.tdisp.spdm.connection.SpdmSession;

/** Keeps the sessions of a requester, and is told what exchanges mean for them. */
interface SessionKeeper {
    /** A session ends. */
    void end(SpdmSession session, String cause);

    /** A session has given a sign of life. */
    void touch(SpdmSession session);

    /** The responder has forgotten everything. */
    void restart(String cause);
}
