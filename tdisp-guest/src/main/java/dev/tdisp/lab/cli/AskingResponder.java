package dev.tdisp.lab.cli;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.responder.SpdmResponder;
import dev.tdisp.spdm.transport.PacketResponder;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A responder that asks the requester something when the emulator's own commands tell it to.
 *
 * @param spdm asks
 * @param packets answers packets
 */
record AskingResponder(SpdmResponder spdm, PacketResponder packets) implements PacketResponder {
    private static final Logger LOG = LoggerFactory.getLogger("tdisp.flow");

    @Override
    public Optional<Bytes> handle(Bytes packet) {
        return packets.handle(packet);
    }

    /** Leaves it if the session is none, or if the capabilities of both ends do not admit the question. */
    @Override
    public void keyUpdateWanted(long sessionId) {
        try {
            spdm.updateKey(sessionId);
        } catch (IllegalArgumentException | IllegalStateException e) {
            leave(e);
        }
    }

    @Override
    public void endpointInfoWanted() {
        long session = spdm.sessions().stream().findFirst().orElse(0L);
        try {
            spdm.askDeviceClass(session, Optional.empty(), info -> {});
        } catch (IllegalArgumentException | IllegalStateException e) {
            leave(e);
        }
    }

    /** Ends the sessions, so that no key of theirs is left. */
    @Override
    public void disconnected() {
        spdm.reset();
    }

    private static void leave(RuntimeException reason) {
        LOG.debug("nothing is asked: {}", reason.getMessage());
    }
}
