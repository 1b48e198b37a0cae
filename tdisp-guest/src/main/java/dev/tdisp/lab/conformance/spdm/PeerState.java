package dev.tdisp.lab.conformance.spdm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A state from which a case asks, and how to send in it. */
enum PeerState {
    /** VERSION was read. */
    VERSION_READ(List.of(), false),
    /** CAPABILITIES was read too. */
    CAPABILITIES_READ(List.of(), false),
    /** ALGORITHMS was read too. */
    NEGOTIATED(List.of(), false),
    /** The digests and the chain of each slot were read too. */
    CHAINS_READ(List.of(Need.CERT), false),
    /** KEY_EXCHANGE_RSP came; messages go in that session. */
    HANDSHAKE(Need.SESSION, true),
    /** KEY_EXCHANGE_RSP came; messages go outside the session. */
    BESIDE_A_HANDSHAKE(Need.SESSION, true),
    /** KEY_EXCHANGE_RSP came of a handshake in the clear. */
    CLEAR_HANDSHAKE(List.of(Need.CERT, Need.KEY_EX, Need.CLEAR), true),
    /** FINISH_RSP came; messages go in that session. */
    SESSION(Need.SESSION, true);

    private final List<Need> needs;
    private final boolean isPerishable;

    PeerState(List<Need> needs, boolean isPerishable) {
        this.needs = needs;
        this.isPerishable = isPerishable;
    }

    /** Tells whether a refused request may end this state. */
    boolean isPerishable() {
        return isPerishable;
    }

    /** Adds what a subject needs for this state. */
    List<Need> needs(Need... more) {
        List<Need> all = new ArrayList<>(needs);
        all.addAll(List.of(more));
        return all;
    }

    /** Brings the subject there. */
    Function<Bytes, Optional<Bytes>> reach(SpdmPeer peer, SpdmVersion version) {
        peer.begin(version);
        if (this == VERSION_READ) {
            return peer::send;
        }
        CapabilityFlags own = this == CLEAR_HANDSHAKE ? Offer.IN_THE_CLEAR : Offer.PLAIN;
        peer.readCapabilities(own);
        if (this == CAPABILITIES_READ) {
            return peer::send;
        }
        peer.readAlgorithms();
        return switch (this) {
            case VERSION_READ, CAPABILITIES_READ, NEGOTIATED -> peer::send;
            case CHAINS_READ -> {
                peer.slots().forEach(peer::chain);
                yield peer::send;
            }
            case HANDSHAKE -> PeerSession.handshake(peer)::send;
            case BESIDE_A_HANDSHAKE, CLEAR_HANDSHAKE -> {
                PeerSession.handshake(peer);
                yield peer::send;
            }
            case SESSION -> PeerSession.established(peer)::send;
        };
    }
}
