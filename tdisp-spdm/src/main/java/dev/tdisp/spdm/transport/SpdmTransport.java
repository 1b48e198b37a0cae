package dev.tdisp.spdm.transport;

/**
 * The requester's end of a connection: one request goes out, its response comes back.
 *
 * <p>For one thread at a time.
 */
@FunctionalInterface
public interface SpdmTransport {
    /**
     * Sends a request and waits for the response.
     *
     * @param request the message to send
     * @return the peer's response
     * @throws TransportException if the peer gives none, or something that this transport cannot carry
     */
    TransportMessage exchange(TransportMessage request);

    /**
     * Returns the binding, which decides the format of secured records.
     *
     * @return PCI DOE, unless the transport says otherwise
     */
    default TransportBinding binding() {
        return TransportBinding.DOE;
    }

    /**
     * Returns what becomes of the messages inside records.
     *
     * @return nothing, unless the transport says otherwise; a decorator asks the transport that it decorates
     */
    default RecordHooks hooks() {
        return RecordHooks.NONE;
    }
}
