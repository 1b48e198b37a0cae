package dev.tdisp.spdm.transport.netty;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.transport.PacketResponder;
import java.util.Optional;

/** A responder behind a lock. It does not hear that one of its clients is gone: the others go on. */
final class SharedResponder implements PacketResponder {
    private final PacketResponder responder;

    SharedResponder(PacketResponder responder) {
        this.responder = responder;
    }

    @Override
    public synchronized Optional<Bytes> handle(Bytes packet) {
        return responder.handle(packet);
    }

    @Override
    public synchronized void keyUpdateWanted(long sessionId) {
        responder.keyUpdateWanted(sessionId);
    }

    @Override
    public synchronized void endpointInfoWanted() {
        responder.endpointInfoWanted();
    }
}
