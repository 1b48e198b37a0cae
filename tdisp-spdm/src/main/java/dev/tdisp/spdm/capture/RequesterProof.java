package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;

/** What the requester says of itself in the handshake of a session with mutual authentication (section 3.4). */
final class RequesterProof {
    private boolean isRequested;
    private boolean hasBegun;
    private Bytes digests = Bytes.EMPTY;

    /** Notes that KEY_EXCHANGE_RSP asks for it. */
    void request() {
        isRequested = true;
    }

    boolean isRequested() {
        return isRequested;
    }

    /** Notes the first encapsulated response; it counts as encD if it is DIGESTS on a connection with several keys. */
    void first(Bytes response, boolean isDigestsOfKeys) {
        if (!hasBegun && isDigestsOfKeys) {
            digests = response;
        }
        hasBegun = true;
    }

    /** Returns encD, or no bytes. */
    Bytes digests() {
        return digests;
    }
}
