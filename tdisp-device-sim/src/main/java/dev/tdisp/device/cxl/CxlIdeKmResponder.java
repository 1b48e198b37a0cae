package dev.tdisp.device.cxl;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.vendor.VendorHandler;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Answers IDE_KM of CXL for one port and one stream; no key is looked at or kept.
 *
 * <p>It generates neither keys nor initial values, so there is no GETKEY, and any initial value will do.
 *
 * <p>For one thread at a time.
 */
public final class CxlIdeKmResponder implements VendorHandler {
    /** The device and function number, the bus and the segment that QUERY_RESP tells are all 0. */
    private static final int NOWHERE = 0;

    private static final int QUERY = 0;
    private static final int QUERY_RESP = 1;
    private static final int KEY_PROG = 2;
    private static final int KP_ACK = 3;
    private static final int K_SET_GO = 4;
    private static final int K_SET_STOP = 5;
    private static final int K_GOSTOP_ACK = 6;

    private static final int QUERY_SIZE = 3;
    private static final int SLOT_SIZE = 7;
    private static final int KEY_SIZE = 32;
    private static final int INITIAL_VALUE_SIZE = 12;
    private static final int STREAM_OFFSET = 3;
    private static final int SUB_STREAM_OFFSET = 5;
    private static final int PORT_OFFSET = 6;

    private static final int VERSION_1 = 0x01;
    private static final int K_SET_STOP_CAP = 0x40;
    private static final int CXL_SUB_STREAM = 0x80;
    private static final int SUB_STREAM_MASK = 0xF0;
    private static final int DIRECTION = 0x02;
    private static final int INVALID = 1;

    private final CxlTrace trace;
    private final Set<Integer> pending = new HashSet<>();

    /**
     * Creates a responder.
     *
     * @param name the device's name in traces
     * @param peer the other party, for traces
     * @param env trace and time
     */
    public CxlIdeKmResponder(String name, String peer, Env env) {
        this.trace = new CxlTrace(env, name, peer, "CXL IDE_KM");
    }

    @Override
    public Optional<Bytes> handle(long sessionId, Bytes message) {
        int object = message.isEmpty() ? -1 : message.at(0);
        boolean isSlot = message.size() == SLOT_SIZE;
        if (object == QUERY && message.size() == QUERY_SIZE && message.at(2) == 0) {
            return Optional.of(capabilities());
        } else if (object == KEY_PROG && message.size() >= SLOT_SIZE) {
            return Optional.of(acknowledge(message, isAccepted(message) ? 0 : INVALID));
        } else if (object == K_SET_GO && isSlot && isKnown(message)) {
            pending.remove(direction(message));
            return Optional.of(acknowledge(message, 0));
        } else if (object == K_SET_STOP && isSlot && isKnown(message)) {
            return Optional.of(acknowledge(message, 0));
        }
        return Optional.empty();
    }

    /** Forgets which keys wait for their start. */
    public void reset() {
        pending.clear();
    }

    private boolean isAccepted(Bytes keyProg) {
        return keyProg.size() == SLOT_SIZE + KEY_SIZE + INITIAL_VALUE_SIZE
                && isKnown(keyProg)
                && pending.add(direction(keyProg));
    }

    private static boolean isKnown(Bytes message) {
        return message.at(STREAM_OFFSET) == 0
                && message.at(PORT_OFFSET) == 0
                && (message.at(SUB_STREAM_OFFSET) & SUB_STREAM_MASK) == CXL_SUB_STREAM;
    }

    private static int direction(Bytes message) {
        return message.at(SUB_STREAM_OFFSET) & DIRECTION;
    }

    private Bytes capabilities() {
        WireWriter out = trace.writer();
        out.u8("ObjectID", QUERY_RESP);
        out.u8("Reserved", 0);
        out.u8("PortIndex", 0);
        out.u8("DevFuncNum", NOWHERE);
        out.u8("BusNum", NOWHERE);
        out.u8("Segment", NOWHERE);
        out.u8("MaxPortIndex", 0);
        out.u8("Capabilities", VERSION_1 | K_SET_STOP_CAP);
        return trace.sent("QUERY_RESP", "", out);
    }

    private Bytes acknowledge(Bytes request, int status) {
        boolean isProgram = request.at(0) == KEY_PROG;
        WireWriter out = trace.writer();
        out.u8("ObjectID", isProgram ? KP_ACK : K_GOSTOP_ACK);
        out.u16("Reserved", 0);
        out.u8("StreamID", request.at(STREAM_OFFSET));
        out.u8(isProgram ? "Status" : "Reserved2", status);
        out.u8("KeySubStream", request.at(SUB_STREAM_OFFSET));
        out.u8("PortIndex", request.at(PORT_OFFSET));
        return trace.sent(isProgram ? "KP_ACK" : "K_GOSTOP_ACK", isProgram ? "status %d".formatted(status) : "", out);
    }
}
