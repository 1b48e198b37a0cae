package dev.tdisp.spdm.transport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transport that logs what it carries: at level TRACE, to the logger {@code tdisp.wire}.
 *
 * <p>What was sent in the clear stands there in the clear. Records stay sealed.
 */
public final class LoggingTransport implements SpdmTransport {
    private static final Logger LOG = LoggerFactory.getLogger("tdisp.wire");

    private final SpdmTransport transport;
    private final String name;

    /**
     * Decorates a transport.
     *
     * @param transport carries the messages
     * @param name the name of the connection in the log
     */
    public LoggingTransport(SpdmTransport transport, String name) {
        this.transport = transport;
        this.name = name;
    }

    @Override
    public TransportMessage exchange(TransportMessage request) {
        log("sent", request);
        try {
            TransportMessage response = transport.exchange(request);
            log("received", response);
            return response;
        } catch (TransportException e) {
            LOG.atTrace()
                    .addKeyValue("connection", name)
                    .addKeyValue("reason", e.getMessage())
                    .log("failed");
            throw e;
        }
    }

    @Override
    public TransportBinding binding() {
        return transport.binding();
    }

    @Override
    public RecordHooks hooks() {
        return transport.hooks();
    }

    private void log(String what, TransportMessage message) {
        LOG.atTrace()
                .addKeyValue("connection", name)
                .addKeyValue("kind", message.kind())
                .addKeyValue("size", message.payload().size())
                .addKeyValue("bytes", message.payload())
                .log(what);
    }
}
