package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.transport.DoeObject;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.Optional;

/** Says in one line what a packet is, without any context. */
final class PacketName {
    private static final int REQUEST_BIT = 0x80;
    private static final int ERROR = 0x7F;
    private static final int CODE_OFFSET = 1;

    private PacketName() {}

    static String of(EmulatorTransport transport, Bytes packet) {
        try {
            if (transport == EmulatorTransport.PCI_DOE
                    && DoeObject.decode(packet).type() == DoeObject.TYPE_DISCOVERY) {
                return "DOE discovery";
            }
            return name(transport.decode(packet));
        } catch (MalformedMessageException e) {
            return "not SPDM: " + e.getMessage();
        }
    }

    private static String name(TransportMessage message) {
        return switch (message.kind()) {
            case SPDM -> name(message.payload());
            case SECURED -> {
                long session = WireReader.of(message.payload()).u32("SessionID");
                yield "record of session %08Xh".formatted(session);
            }
        };
    }

    private static String name(Bytes message) {
        if (message.size() <= CODE_OFFSET) {
            return "no message";
        }
        int code = message.at(CODE_OFFSET);
        if (code == ERROR) {
            return "ERROR";
        }
        Optional<String> name = (code & REQUEST_BIT) != 0
                ? SpdmCode.ofRequest(code).map(SpdmCode::requestName)
                : SpdmCode.ofResponse(code).map(SpdmCode::responseName);
        return name.orElse("message %02Xh".formatted(code));
    }
}
