package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.connection.KeyExchangeSession;
import dev.tdisp.spdm.connection.PeerIdentity;
import dev.tdisp.spdm.connection.SessionAuthentication;
import dev.tdisp.spdm.connection.SpdmSwitch;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.crypto.Verifier;
import dev.tdisp.spdm.message.NegotiatedContext;
import dev.tdisp.spdm.message.SpdmErrorCode;

/** Decides how the requester proves itself, and verifies that it does (section 2.16). */
final class RequesterAuthentication {
    private final Responder responder;

    RequesterAuthentication(Responder responder) {
        this.responder = responder;
    }

    /** How a requester is to prove itself in a session, and the field SlotIDParam. */
    record Wish(SessionAuthentication how, int slotIdParam) {
        static final Wish NONE = new Wish(SessionAuthentication.NONE, 0);
    }

    /** Tells whether CHALLENGE is to be answered by a challenge. */
    boolean isChallenging() {
        NegotiatedContext context = context();
        return responder.profile().mutualAuthentication().isChallenging()
                && context.both(Capability.MUT_AUTH_CAP)
                && context.isEncapsulationSupported()
                && context.requester().has(Capability.CHAL_CAP)
                && (hasChain() || isRawKeyKnown());
    }

    /** Starts the challenge. */
    void challenge(Channel channel) {
        Inquiry first = hasChain()
                ? DigestsInquiry.beforeChallenge(responder)
                : new ChallengeInquiry(responder, Credentials.RAW_KEY);
        channel.inquiries().demand(first, null);
    }

    /** Decides how the requester is to prove itself in a session. */
    Wish wish(Incoming in) {
        MutualAuthentication policy = responder.profile().mutualAuthentication();
        SessionAuthentication wanted = policy.inSessions();
        Wish wish = wanted == SessionAuthentication.NONE || !context().both(Capability.MUT_AUTH_CAP)
                ? Wish.NONE
                : possible(wanted);
        if (policy.isRequired() && wish == Wish.NONE) {
            boolean isNamed = in.isAtLeast(SpdmErrorCode.INVALID_POLICY.since());
            throw Refusal.of(
                    isNamed ? SpdmErrorCode.INVALID_POLICY : SpdmErrorCode.UNSPECIFIED,
                    "the requester cannot prove itself");
        }
        return wish;
    }

    private Wish possible(SessionAuthentication wanted) {
        if (isRawKeyKnown()) {
            boolean isZero = responder.profile().has(SpdmSwitch.RAW_KEY_SLOT_IS_ZERO);
            return new Wish(SessionAuthentication.SIGNATURE, isZero ? 0 : Credentials.RAW_KEY_NIBBLE);
        }
        if (!hasChain()) {
            return Wish.NONE;
        }
        if (wanted.isEncapsulated() && context().isEncapsulationSupported()) {
            return new Wish(wanted, 0);
        }
        return responder
                .requester()
                .knownSlot()
                .map(slot -> new Wish(SessionAuthentication.SIGNATURE, slot))
                .orElse(Wish.NONE);
    }

    /** Starts to ask for the chain that FINISH is signed with. */
    void ask(KeyExchangeSession session) {
        Channel channel = responder.channel(session.isHandshakeInTheClear() ? null : session);
        DigestsInquiry first = DigestsInquiry.inHandshake(responder, session);
        if (session.authentication() == SessionAuthentication.DIGESTS) {
            channel.inquiries().demandAtOnce(first, session);
        } else {
            channel.inquiries().demand(first, session);
        }
    }

    /** Verifies a signature of the requester's. */
    boolean isSigned(int slot, SigningContext context, Bytes transcript, Bytes signature) {
        Connection connection = responder.connection();
        try {
            Bytes publicKey = responder.requester().publicKey(slot).orElse(Bytes.EMPTY);
            Verifier verifier = Verifier.of(connection.suite().requesterSignature(), publicKey);
            return context.verify(verifier, connection.version(), connection.hash(), transcript, signature);
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    private boolean hasChain() {
        return context().requester().has(Capability.CERT_CAP);
    }

    /** Reads SlotIDParam as {@link #wish} chose it. */
    int slot(int slotIdParam) {
        return isRawKeyKnown() ? Credentials.RAW_KEY : slotIdParam;
    }

    private boolean isRawKeyKnown() {
        PeerIdentity requester = responder.requester();
        return context().requester().has(Capability.PUB_KEY_ID_CAP) && requester.hasRawKey();
    }

    private NegotiatedContext context() {
        return responder.connection().context();
    }
}
