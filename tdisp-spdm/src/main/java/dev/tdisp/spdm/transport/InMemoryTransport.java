package dev.tdisp.spdm.transport;

import java.util.Optional;
import java.util.function.Function;

/** Joins a requester and a responder in one process, without any bytes of a transport between them. */
public final class InMemoryTransport implements SpdmTransport {
    private final Function<TransportMessage, Optional<TransportMessage>> responder;

    /**
     * Creates the pair's near end.
     *
     * @param responder the far end
     */
    public InMemoryTransport(Function<TransportMessage, Optional<TransportMessage>> responder) {
        this.responder = responder;
    }

    @Override
    public TransportMessage exchange(TransportMessage request) {
        return responder.apply(request).orElseThrow(() -> new TransportException("no response"));
    }
}
