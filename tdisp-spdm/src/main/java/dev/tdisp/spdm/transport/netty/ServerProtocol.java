package dev.tdisp.spdm.transport.netty;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.transport.PacketResponder;

/** What a server answers to frames, whatever brings them. */
interface ServerProtocol {
    /**
     * Answers a frame.
     *
     * @throws MalformedMessageException if there is nothing to say to it
     */
    Reply answer(Bytes frame, PacketResponder responder);

    /** Answers a frame that is larger than allowed, of which nothing was kept. */
    Reply tooLarge();

    static ServerProtocol of(Framing framing) {
        return switch (framing.style()) {
            case EMULATOR -> new EmulatorProtocol(framing.transport());
            case DSP0287 -> new TcpProtocol();
        };
    }
}
