package dev.tdisp.lab.conformance.spdm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.SetupException;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.KeyAgreement;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.message.KeyExchange;
import dev.tdisp.spdm.message.SecuredMessageVersions;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.session.KeySchedule;
import dev.tdisp.spdm.session.SecureSession;
import dev.tdisp.spdm.session.SessionParameters;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.List;
import java.util.Optional;

/**
 * A session of the suite's from KEY_EXCHANGE on, with a transcript that is collected here and nowhere else.
 *
 * <p>Goes on whatever the other end answers: a case judges it.
 */
final class PeerSession {
    /** The sizes of KEY_EXCHANGE_RSP up to ExchangeData, and of the rest that has a fixed size. */
    private static final int EXCHANGE_DATA = 40;

    private static final int KEY_EXCHANGE_RSP = 0x64;
    private static final int FINISH_RSP = 0x65;
    private static final List<Integer> SECURED_VERSIONS = List.of(0x1000, 0x1100, 0x1200);
    private static final int ALL = 0xFF;

    private final SpdmPeer peer;
    private final Bytes chainHash;
    private final int summary;
    private final KeyAgreement.Initiator agreement;
    private final Bytes request;
    private final Bytes answer;
    private Bytes transcript = Bytes.EMPTY;
    private SecureSession secure;

    private PeerSession(SpdmPeer peer, int summary, int policy) {
        this.peer = peer;
        this.summary = summary;
        this.chainHash = peer.hash().digest(peer.chain(0));
        this.agreement = agreement(peer);
        this.request = request(peer, summary, policy, agreement.exchangeData());
        this.answer = peer.ask(request);
    }

    /** Sends a good KEY_EXCHANGE. */
    static PeerSession exchange(SpdmPeer peer, int summary, int policy) {
        return new PeerSession(peer, summary, policy);
    }

    /** Goes as far as KEY_EXCHANGE_RSP. */
    static PeerSession handshake(SpdmPeer peer) {
        var session = new PeerSession(peer, 0, 0);
        peer.require(session.answer, KEY_EXCHANGE_RSP);
        if (!session.derive()) {
            throw new SetupException("KEY_EXCHANGE_RSP gives no secret: " + session.answer);
        }
        return session;
    }

    /** Goes as far as the data phase. */
    static PeerSession established(SpdmPeer peer) {
        PeerSession session = handshake(peer);
        session.establish(peer.require(session.finish(), FINISH_RSP));
        return session;
    }

    static KeyAgreement.Initiator agreement(SpdmPeer peer) {
        return KeyAgreement.of(peer.context().suite().keyExchange(), peer.version())
                .start(peer.random());
    }

    /** Builds a good KEY_EXCHANGE of slot 0. */
    static Bytes request(SpdmPeer peer, int summary, int policy, Bytes exchangeData) {
        SpdmVersion version = peer.version();
        return new KeyExchange(
                        SpdmHeader.of(version, summary, 0),
                        peer.nextHalf(),
                        policy,
                        0,
                        peer.nonce(),
                        exchangeData,
                        SecuredMessageVersions.offer(version, SECURED_VERSIONS))
                .encode();
    }

    Bytes request() {
        return request;
    }

    /** Returns KEY_EXCHANGE_RSP, or what came instead. */
    Bytes answer() {
        return answer;
    }

    boolean isInTheClear() {
        return peer.context().isHandshakeInTheClear();
    }

    /** Returns where OpaqueDataLength is in KEY_EXCHANGE_RSP. */
    int opaqueOffset() {
        int summarySize = peer.context().summarySize(summary);
        return EXCHANGE_DATA + peer.context().suite().exchangeSize(SpdmRole.RESPONDER) + summarySize;
    }

    /** Returns where the signature is. */
    int signatureOffset() {
        return opaqueOffset() + 2 + SpdmPeer.word(answer, opaqueOffset());
    }

    /** Returns how large KEY_EXCHANGE_RSP has to be. */
    int naturalSize() {
        int mac = isInTheClear() ? 0 : peer.hash().size();
        return signatureOffset() + peer.context().suite().signatureSize() + mac;
    }

    boolean isSigned() {
        int from = signatureOffset();
        int to = from + peer.context().suite().signatureSize();
        return to <= answer.size()
                && peer.isSigned(0, SigningContext.RESPONDER_KEY_EXCHANGE_RSP, opened(from), answer.slice(from, to));
    }

    private Bytes opened(int size) {
        return Bytes.concat(peer.negotiation(), chainHash, request, answer.slice(0, size));
    }

    /** Derives the keys of the handshake; false if there is no secret to derive them from. */
    boolean derive() {
        int size = peer.context().suite().exchangeSize(SpdmRole.RESPONDER);
        if (naturalSize() > answer.size()) {
            return false;
        }
        Optional<Secret> secret = agreement.finish(answer.slice(EXCHANGE_DATA, EXCHANGE_DATA + size));
        secret.ifPresent(shared -> {
            transcript = opened(signatureOffset() + peer.context().suite().signatureSize());
            long id = SessionParameters.sessionId(SpdmPeer.word(request, 4), SpdmPeer.word(answer, 4));
            peer.keyLog().sharedSecret(id, peer.context().suite().keyExchange(), shared);
            var schedule = KeySchedule.ofSharedSecret(
                    peer.version(), peer.context().suite(), shared, peer.hash().digest(transcript));
            boolean isEncrypted = peer.context().both(Capability.ENCRYPT_CAP);
            var parameters =
                    new SessionParameters(id, peer.transport().binding(), isEncrypted, SessionParameters.NO_LIMIT);
            secure = new SecureSession(parameters, SpdmRole.REQUESTER, schedule, peer.random());
            shared.destroy();
        });
        return secret.isPresent();
    }

    /** Tells whether ResponderVerifyData is right; after {@link #derive}. */
    boolean isVerified() {
        int size = peer.hash().size();
        Bytes expected = secure.verifyData(SpdmRole.RESPONDER, peer.hash().digest(transcript));
        return answer.slice(answer.size() - size, answer.size()).equals(expected);
    }

    /** Returns FINISH as it has to be, and what the transcript is with it. */
    Bytes finishRequest() {
        return finishRequest(transcript());
    }

    /** Returns FINISH as it would be after another transcript. */
    Bytes finishRequest(Bytes before) {
        Bytes open = peer.request("vv e5 00 00 opq");
        return open.plus(secure.verifyData(SpdmRole.REQUESTER, peer.hash().digest(before.plus(open))));
    }

    /** Returns the transcript before FINISH. */
    Bytes transcript() {
        boolean hasMac = !isInTheClear();
        int size = peer.hash().size();
        return hasMac ? transcript.plus(answer.slice(answer.size() - size, answer.size())) : transcript;
    }

    /** Sends a good FINISH, and returns what answers it. */
    Bytes finish() {
        Bytes finish = finishRequest();
        Bytes response = isInTheClear() ? peer.ask(finish) : ask(finish);
        transcript = transcript().plus(finish);
        return response;
    }

    /** Tells whether the ResponderVerifyData of FINISH_RSP in the clear is right. */
    boolean isFinishVerified(Bytes response) {
        int end = response.size() - peer.hash().size();
        if (end < SpdmHeader.SIZE) {
            return false;
        }
        Bytes before = transcript.plus(response.slice(0, end));
        return response.from(end)
                .equals(secure.verifyData(SpdmRole.RESPONDER, peer.hash().digest(before)));
    }

    /** Goes on to the data phase, after FINISH_RSP. */
    void establish(Bytes response) {
        transcript = transcript.plus(response);
        secure.establish(peer.hash().digest(transcript));
    }

    SecureSession secure() {
        return secure;
    }

    /** Sends a message in the session. */
    Optional<Bytes> send(Bytes message) {
        return send(message, () -> {});
    }

    /** Sends a message in the session, and does something before its answer is opened. */
    Optional<Bytes> send(Bytes message, Runnable beforeOpening) {
        Bytes sent = message;
        for (Bytes hooked : peer.transport().hooks().sending(message)) {
            sent = hooked;
        }
        Bytes record = secure.seal(sent);
        return peer.exchange(TransportMessage.secured(record)).flatMap(response -> {
            beforeOpening.run();
            return opened(message, response);
        });
    }

    private Optional<Bytes> opened(Bytes message, TransportMessage response) {
        if (response.kind() == TransportMessage.Kind.SPDM) {
            return Optional.of(response.payload());
        }
        Optional<Bytes> opened = secure.open(response.payload()).map(bytes -> peer.trim(message, bytes));
        opened.ifPresent(peer.transport().hooks()::opened);
        return opened;
    }

    /** Sends a message in the session that has to be answered. */
    Bytes ask(Bytes message) {
        return send(message).orElseThrow(() -> new SilenceException(message));
    }

    Bytes ask(String template) {
        return ask(peer.request(template));
    }

    /** Returns all that a summary may ask for. */
    static List<Integer> summaries(SpdmPeer peer) {
        return peer.context().responder().has(Capability.MEAS_CAP) ? List.of(0, 1, ALL) : List.of(0);
    }
}
