package dev.tdisp.host.tsm;

import dev.tdisp.spdm.transport.SpdmTransport;

/** Opens sessions with device security managers. */
@FunctionalInterface
public interface DsmConnector {
    /**
     * Authenticates a device and opens a session with it.
     *
     * @param transport the way to its mailbox
     * @return the session
     * @throws TsmException if the device refuses, is silent, or does not prove its identity
     */
    DsmSession connect(SpdmTransport transport);
}
