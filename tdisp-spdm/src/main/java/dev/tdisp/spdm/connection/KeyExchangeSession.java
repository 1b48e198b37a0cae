package dev.tdisp.spdm.connection;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.session.SecureSession;
import dev.tdisp.spdm.session.SessionTranscript;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A session that KEY_EXCHANGE began. */
public final class KeyExchangeSession extends SpdmSession {
    private final Terms terms;
    private Bytes encapsulatedDigests = Bytes.EMPTY;
    private @Nullable Integer requesterSlot;

    /**
     * What KEY_EXCHANGE and its response say about the rest of the handshake.
     *
     * @param heartbeatPeriod seconds, or 0 for never
     * @param slot the slot whose key the responder signed with
     * @param isHandshakeInTheClear whether FINISH goes unencrypted
     * @param authentication how the requester is to prove itself
     */
    public record Terms(
            int heartbeatPeriod, int slot, boolean isHandshakeInTheClear, SessionAuthentication authentication) {}

    /**
     * Creates a session in its handshake.
     *
     * @param secure the keys
     * @param transcript what was said, KEY_EXCHANGE_RSP included
     * @param events where changes are recorded
     * @param terms what was said about the rest of the handshake
     */
    public KeyExchangeSession(SecureSession secure, SessionTranscript transcript, SpdmEvents events, Terms terms) {
        super(secure, transcript, terms.heartbeatPeriod(), events);
        this.terms = terms;
    }

    /**
     * Returns the slot whose key the responder signed with.
     *
     * @return 0 to 7, or {@link Credentials#RAW_KEY}
     */
    public int slot() {
        return terms.slot();
    }

    /**
     * Tells whether FINISH goes unencrypted.
     *
     * @return true if both ends have HANDSHAKE_IN_THE_CLEAR_CAP
     */
    public boolean isHandshakeInTheClear() {
        return terms.isHandshakeInTheClear();
    }

    /**
     * Returns how the requester is to prove itself.
     *
     * @return the meaning of MutAuthRequested
     */
    public SessionAuthentication authentication() {
        return terms.authentication();
    }

    /**
     * Keeps the digests of the requester's chains for the transcript of a multi-key connection.
     *
     * @param digests encD: the encapsulated DIGESTS
     */
    public void encapsulatedDigests(Bytes digests) {
        encapsulatedDigests = digests;
    }

    /**
     * Returns what was kept of the requester's digests.
     *
     * @return encD, or no bytes
     */
    public Bytes encapsulatedDigests() {
        return encapsulatedDigests;
    }

    /**
     * Says which of the requester's slots FINISH is signed with.
     *
     * @param slot 0 to 7, or {@link Credentials#RAW_KEY}
     */
    public void requesterSlot(int slot) {
        requesterSlot = slot;
    }

    /**
     * Finds the slot that FINISH is signed with.
     *
     * @return the requester's slot, once it is known
     */
    public Optional<Integer> requesterSlot() {
        return Optional.ofNullable(requesterSlot);
    }
}
