package dev.tdisp.lab.cli;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.responder.ApplicationHandler;
import java.util.Optional;

/**
 * A PLDM terminus (DSP0240) that knows its number and nothing else, which the requester of spdm-emu asks for in each
 * session over MCTP.
 */
final class PldmTerminus implements ApplicationHandler {
    private static final int MESSAGE_TYPE = 0x01;
    private static final int REQUEST = 0x80;
    private static final int DATAGRAM = 0x40;
    private static final int INSTANCE = 0x1F;
    private static final int TYPE = 0x3F;
    private static final int HEADER_SIZE = 4;
    private static final int CONTROL_AND_DISCOVERY = 0;
    private static final int GET_TID = 0x02;
    private static final int SUCCESS = 0x00;
    private static final int UNSUPPORTED_COMMAND = 0x05;
    private static final int INVALID_TYPE = 0x20;
    private static final int TERMINUS = 1;

    @Override
    public Optional<Bytes> handle(long sessionId, Bytes applicationData) {
        if (applicationData.size() < HEADER_SIZE || applicationData.at(0) != MESSAGE_TYPE) {
            return Optional.empty();
        }
        var in = WireReader.of(applicationData.from(1));
        int instance = in.u8("InstanceID");
        int type = in.u8("PLDMType");
        int command = in.u8("PLDMCommandCode");
        boolean isAnswered = (instance & REQUEST) != 0 && (instance & DATAGRAM) == 0;
        return isAnswered ? Optional.of(response(instance & INSTANCE, type, command)) : Optional.empty();
    }

    private static Bytes response(int instance, int type, int command) {
        boolean isControl = (type & TYPE) == CONTROL_AND_DISCOVERY;
        boolean isKnown = isControl && command == GET_TID;
        var out = WireWriter.create();
        out.u8("MessageType", MESSAGE_TYPE);
        out.u8("InstanceID", instance);
        out.u8("PLDMType", type);
        out.u8("PLDMCommandCode", command);
        out.u8("PLDMCompletionCode", isKnown ? SUCCESS : isControl ? UNSUPPORTED_COMMAND : INVALID_TYPE);
        if (isKnown) {
            out.u8("TID", TERMINUS);
        }
        return out.toBytes();
    }
}
