package dev.tdisp.lab.conformance;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.message.VendorDefinedBody;
import dev.tdisp.spdm.message.VendorDefinedRequest;
import dev.tdisp.spdm.message.VendorDefinedResponse;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.requester.SpdmException;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A session of a scene, which carries any bytes. */
public final class SceneSession {
    private static final int CODE = 1;
    private static final int ERROR = 0x7F;

    private final SpdmRequester requester;
    private final RequesterSession session;
    private final Tap tap;

    SceneSession(SpdmRequester requester, RequesterSession session, Tap tap) {
        this.requester = requester;
        this.session = session;
        this.tap = tap;
    }

    /**
     * Returns the session id.
     *
     * @return both halves
     */
    public long id() {
        return session.id();
    }

    /**
     * Tells whether this end still has the keys.
     *
     * @return false once the session has ended, or was lost
     */
    public boolean isAlive() {
        return session.isEstablished();
    }

    /**
     * Returns the session of the requester.
     *
     * @return for heartbeats, new keys and the end
     */
    public RequesterSession requesterSession() {
        return session;
    }

    /**
     * Sends a message of SPDM in the session, whatever it is.
     *
     * @param message its bytes
     * @return the answer, also one that came in the clear; nothing if none came
     * @throws SetupException if the session is over
     */
    public Optional<Bytes> exchange(Bytes message) {
        if (!isAlive()) {
            throw new SetupException("session %08Xh is over".formatted(id()));
        }
        VendorDefinedBody empty = VendorProtocol.TDISP.wrap(Bytes.EMPTY);
        var forRequester = new VendorDefinedResponse(header(), empty);
        tap.replaceNext(message, forRequester.encode());
        try {
            session.vendor(VendorProtocol.TDISP, Bytes.EMPTY);
        } catch (SpdmException e) {
            // the answer, or that there is none, is judged where it is asked for
        }
        return tap.takeAnswer();
    }

    /**
     * Asks another protocol.
     *
     * @param protocol which
     * @param message its message, whatever it is
     * @return what came back
     */
    public Answer ask(VendorProtocol protocol, Bytes message) {
        SpdmRequest request = new VendorDefinedRequest(header(), protocol.wrap(message));
        return exchange(request.encode()).map(bytes -> answer(protocol, bytes)).orElse(Answer.SILENCE);
    }

    /**
     * Returns the session as the channel of another protocol, on the way to a state.
     *
     * @param protocol the protocol
     * @return gives the answer to each message, or throws a {@link SetupException}
     */
    public UnaryOperator<Bytes> channel(VendorProtocol protocol) {
        return message -> {
            Answer answer = ask(protocol, message);
            if (!answer.isMessage()) {
                throw new SetupException("%s: %s".formatted(protocol, answer.text()));
            }
            return answer.bytes();
        };
    }

    /** Ends the session, if it is still alive, and does not mind how that goes. */
    void leave() {
        if (isAlive()) {
            try {
                session.end();
            } catch (SpdmException e) {
                // the link is closed next
            }
        }
    }

    private SpdmHeader header() {
        return SpdmHeader.of(requester.context().version(), 0, 0);
    }

    private static Answer answer(VendorProtocol protocol, Bytes message) {
        if (message.size() > CODE && message.at(CODE) == ERROR) {
            return new Answer(Answer.Kind.SPDM_ERROR, message);
        }
        Optional<Bytes> inner = VendorMessage.read(message).flatMap(vendor -> vendor.of(protocol));
        return inner.map(bytes -> new Answer(Answer.Kind.MESSAGE, bytes))
                .orElse(new Answer(Answer.Kind.OTHER, message));
    }
}
