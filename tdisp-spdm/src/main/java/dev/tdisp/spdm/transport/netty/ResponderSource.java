package dev.tdisp.spdm.transport.netty;

import dev.tdisp.spdm.transport.PacketResponder;

/** Gives each client of a server its responder. */
@FunctionalInterface
public interface ResponderSource {
    /**
     * Returns the responder of a client that has just connected. Several threads may call this at once.
     *
     * @return a responder that no other client uses, or one that is safe for several threads
     */
    PacketResponder connect();

    /**
     * Lets all clients share one responder, which answers them one after the other. That a client is gone changes nothing
     * for the others, so the responder does not hear of it.
     *
     * @param responder the responder, for one thread at a time
     * @return the source
     */
    static ResponderSource shared(PacketResponder responder) {
        PacketResponder one = new SharedResponder(responder);
        return () -> one;
    }
}
