package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.KeyExchangeSession;
import dev.tdisp.spdm.connection.PskSession;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.GetVersion;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.Optional;

/** A requester that can stop anywhere, and then says whatever it is told to say. */
final class Bench {
    final Peers peers;
    final Requester requester;

    Bench(SpdmProfile profile, RequesterOptions options) {
        this(new Peers(profile, options));
    }

    Bench(Peers peers) {
        this(peers, peers.transport);
    }

    /** Speaks to the responder over another transport than the usual one. */
    Bench(Peers peers, SpdmTransport transport) {
        this.peers = peers;
        requester = new Requester(transport, peers.options, peers.env.forParty("bench"));
        requester.credentials().fill(0, MutualPeers.REQUESTER);
    }

    static Bench usual() {
        return new Bench(Peers.profile(), Peers.options());
    }

    static Bench of(SpdmVersion version) {
        return new Bench(Peers.profile().withVersions(version), Peers.options().withVersions(version));
    }

    /** The state before any message. */
    Bench fresh() {
        return this;
    }

    Bench afterVersion() {
        clear(GetVersion.of().encode());
        return this;
    }

    Bench afterCapabilities() {
        afterVersion();
        clear(Bytes.fromHex("12 e1 00 00 00 00 00 00 c6 66 00 00 00 12 00 00 00 12 00 00"));
        return this;
    }

    Bench negotiated() {
        new Negotiation(requester.connection(), requester.exchange(), requester.options()).run();
        return this;
    }

    Bench identified() {
        negotiated();
        new Certificates(requester, Optional.empty()).chain(0);
        return this;
    }

    KeyExchangeSession handshaking() {
        identified();
        return new KeyExchangeStart(requester).begin(SessionOptions.DEFAULT).session();
    }

    PskSession pskHandshaking() {
        negotiated();
        return new PskStart(requester)
                .begin(Peers.HINT, Peers.psk(), SessionOptions.DEFAULT)
                .session();
    }

    SpdmSession established() {
        identified();
        new KeyExchangeStart(requester).run(SessionOptions.DEFAULT);
        return requester.sessions().get(0);
    }

    /** Sends a message in the clear. */
    Bytes clear(Bytes message) {
        return peers.responder
                .handle(TransportMessage.spdm(message))
                .orElseThrow()
                .payload();
    }

    Bytes clear(String hex) {
        return clear(Bytes.fromHex(hex));
    }

    /** Sends a message in a session. */
    Bytes inSession(SpdmSession session, Bytes message) {
        Bytes secured = session.secure().seal(message);
        return session.secure()
                .open(peers.responder
                        .handle(TransportMessage.secured(secured))
                        .orElseThrow()
                        .payload())
                .orElseThrow();
    }

    Bytes inSession(SpdmSession session, String hex) {
        return inSession(session, Bytes.fromHex(hex));
    }
}
