package dev.tdisp.spdm.requester;

import dev.tdisp.spdm.connection.KeyExchangeSession;
import dev.tdisp.spdm.connection.SpdmSession;
import java.util.Optional;

/**
 * Where the responder asks.
 *
 * @param channel the session in which its requests travel; none if they go in the clear
 * @param handshake the session whose handshake waits for the answers; none after CHALLENGE or in the data phase
 * @param isAfterChallenge whether CHALLENGE_AUTH said that the responder would ask
 */
record Place(Optional<SpdmSession> channel, Optional<KeyExchangeSession> handshake, boolean isAfterChallenge) {
    /** The responder asks because it was challenged. */
    static final Place AFTER_CHALLENGE = new Place(Optional.empty(), Optional.empty(), true);

    /** The responder asks outside sessions, for reasons of its own. */
    static final Place IN_CLEAR = new Place(Optional.empty(), Optional.empty(), false);

    static Place inHandshake(KeyExchangeSession session) {
        Optional<SpdmSession> channel = session.isHandshakeInTheClear() ? Optional.empty() : Optional.of(session);
        return new Place(channel, Optional.of(session), false);
    }

    static Place inSession(SpdmSession session) {
        return new Place(Optional.of(session), Optional.empty(), false);
    }
}
