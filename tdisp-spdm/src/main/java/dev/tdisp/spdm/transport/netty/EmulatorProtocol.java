package dev.tdisp.spdm.transport.netty;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.spdm.transport.EmulatorCommand;
import dev.tdisp.spdm.transport.EmulatorFrame;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.PacketResponder;

/** The responder's end of the emulator's socket. */
final class EmulatorProtocol implements ServerProtocol {
    private final EmulatorTransport transport;

    EmulatorProtocol(EmulatorTransport transport) {
        this.transport = transport;
    }

    @Override
    public Reply answer(Bytes frame, PacketResponder responder) {
        EmulatorFrame request = EmulatorFrame.decode(frame);
        if (request.transport() != transport.code()) {
            return Reply.close();
        }
        return answer(
                EmulatorCommand.of(request.command()).orElse(EmulatorCommand.UNKNOWN), request.payload(), responder);
    }

    @Override
    public Reply tooLarge() {
        return Reply.close();
    }

    private Reply answer(EmulatorCommand command, Bytes payload, PacketResponder responder) {
        return switch (command) {
            case TEST -> Reply.of(frame(command, EmulatorFrame.SERVER_GREETING));
            case NORMAL ->
                responder
                        .handle(payload)
                        .map(packet -> Reply.of(frame(command, packet)))
                        .orElseGet(Reply::silence);
            case KEY_UPDATE_WANTED -> {
                var in = WireReader.of(payload);
                long sessionId = in.u32("SessionID");
                in.end();
                responder.keyUpdateWanted(sessionId);
                yield Reply.of(frame(command, Bytes.EMPTY));
            }
            case ENDPOINT_INFO_WANTED -> {
                responder.endpointInfoWanted();
                yield Reply.of(frame(command, Bytes.EMPTY));
            }
            case CONTINUE, UNKNOWN -> Reply.last(frame(command, Bytes.EMPTY));
            case SHUTDOWN -> Reply.farewell(frame(command, Bytes.EMPTY));
        };
    }

    private Bytes frame(EmulatorCommand command, Bytes payload) {
        return EmulatorFrame.of(command, transport, payload).encode();
    }
}
