package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.SpdmEvents;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.function.UnaryOperator;

/** A responder with all its keys that twists its answers, those in sessions before it seals them. */
public final class TwistedResponder implements SpdmTransport {
    private final UnaryOperator<Bytes> twist;
    private final Responder responder;
    private final Dispatcher dispatcher;

    public TwistedResponder(SpdmResponderBuilder builder, UnaryOperator<Bytes> twist) {
        this.twist = twist;
        var connection = new Connection(builder.env, new SpdmEvents(builder.env, builder.name, builder.peer));
        responder = new Responder(builder, connection, new SessionTable(builder.env, 4));
        dispatcher = new Dispatcher(responder);
    }

    @Override
    public TransportMessage exchange(TransportMessage request) {
        return switch (request.kind()) {
            case SPDM -> {
                Answer answer = answer(request.payload(), null);
                Bytes twisted = twist.apply(answer.response().encode());
                answer.afterSending().run();
                yield TransportMessage.spdm(twisted);
            }
            case SECURED -> TransportMessage.secured(inSession(request.payload()));
        };
    }

    private Bytes inSession(Bytes secured) {
        SpdmSession session = responder
                .sessions()
                .find(WireReader.of(secured).u32("SessionID"))
                .orElseThrow(() -> new TransportException("no such session"));
        Bytes request =
                session.secure().open(secured).orElseThrow(() -> new TransportException("a record does not open"));
        Answer answer = answer(request, session);
        Bytes twisted = twist.apply(answer.response().encode());
        if (!session.secure().canSeal()) {
            throw new TransportException("the session is over");
        }
        Bytes sealed = session.secure().seal(twisted);
        answer.afterSending().run();
        return sealed;
    }

    private Answer answer(Bytes request, SpdmSession session) {
        try {
            Answer answer = dispatcher.answer(request, session);
            answer.beforeSending().run();
            return answer;
        } catch (DecryptError e) {
            throw new TransportException(e.reason());
        }
    }
}
