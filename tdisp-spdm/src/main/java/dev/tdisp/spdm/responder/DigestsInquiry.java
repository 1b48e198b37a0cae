package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.connection.KeyExchangeSession;
import dev.tdisp.spdm.connection.PeerIdentity;
import dev.tdisp.spdm.message.Digests;
import dev.tdisp.spdm.message.GetDigests;
import dev.tdisp.spdm.message.KeySlotInfo;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.message.SpdmResponse;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Asks the requester for the digests of its chains, and chooses a slot. */
final class DigestsInquiry implements Inquiry {
    private final Responder responder;
    private final @Nullable KeyExchangeSession session;

    private DigestsInquiry(Responder responder, @Nullable KeyExchangeSession session) {
        this.responder = responder;
        this.session = session;
    }

    /** Asks before CHALLENGE. */
    static DigestsInquiry beforeChallenge(Responder responder) {
        return new DigestsInquiry(responder, null);
    }

    /** Asks before FINISH. */
    static DigestsInquiry inHandshake(Responder responder, KeyExchangeSession session) {
        return new DigestsInquiry(responder, session);
    }

    @Override
    public SpdmRequest request() {
        return GetDigests.of(responder.connection().version());
    }

    @Override
    public Outcome accept(Bytes request, SpdmResponse response, Bytes bytes) {
        Digests digests = (Digests) response;
        Connection connection = responder.connection();
        PeerIdentity.problem(digests).ifPresent(problem -> {
            throw new InvalidResponse(problem);
        });
        responder.requester().learn(digests);
        if (session == null) {
            connection.transcript().appendEncapsulatedDigests(request, bytes);
        } else if (connection.suite().isRequesterMultiKey()) {
            session.encapsulatedDigests(bytes);
        }
        return Outcome.next(CertificateInquiry.of(responder, session, chosen(digests.provisionedSlots())));
    }

    private int chosen(int provisioned) {
        int usage = session == null ? KeySlotInfo.CHALLENGE : KeySlotInfo.KEY_EXCHANGE;
        return IntStream.range(0, Credentials.SLOTS)
                .filter(slot -> (provisioned & 1 << slot) != 0)
                .filter(slot -> isUsable(slot, usage))
                .findFirst()
                .orElseThrow(() -> new InvalidResponse("no slot has a key for this"));
    }

    private boolean isUsable(int slot, int usage) {
        return !responder.connection().suite().isRequesterMultiKey()
                || responder
                        .requester()
                        .key(slot)
                        .filter(key -> key.isUsableFor(usage) && key.model() != 0)
                        .isPresent();
    }
}
