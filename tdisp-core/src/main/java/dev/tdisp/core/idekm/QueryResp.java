package dev.tdisp.core.idekm;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.IdeCapability;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * QUERY_RESP: tells a port's identity and its IDE registers.
 *
 * @param reserved 1 byte
 * @param portIndex that of the request
 * @param function function 0 of the port
 * @param maxPortIndex the highest port index that may be used
 * @param registers IDE Capability, IDE Control, link blocks, selective blocks: 32 bits each
 */
public record QueryResp(int reserved, int portIndex, FunctionId function, int maxPortIndex, List<Long> registers)
        implements IdeKmMessage {
    static final int OBJECT_ID = 1;

    private static final int SELECTIVE_REGISTERS = 5;
    private static final int ADDRESS_REGISTERS = 3;

    /**
     * Copies the list.
     *
     * @param reserved 1 byte
     * @param portIndex that of the request
     * @param function function 0 of the port
     * @param maxPortIndex the highest port index
     * @param registers the registers
     */
    public QueryResp {
        registers = List.copyOf(registers);
    }

    static QueryResp readBody(WireReader in) {
        int reserved = in.u8("Reserved");
        int portIndex = in.u8("PortIndex");
        int deviceAndFunction = in.u8("DevFuncNumber");
        int bus = in.u8("BusNumber");
        int segment = in.u8("Segment");
        int maxPortIndex = in.u8("MaxPortIndex");
        var registers = new ArrayList<Long>();
        while (in.remaining() > 0) {
            registers.add(in.u32(registerName(registers.size())));
        }
        var function = new FunctionId(segment, new RequesterId(bus << 8 | deviceAndFunction));
        return new QueryResp(reserved, portIndex, function, maxPortIndex, registers);
    }

    private static String registerName(int index) {
        return switch (index) {
            case 0 -> "IDE Capability";
            case 1 -> "IDE Control";
            default -> "Register[" + index + "]";
        };
    }

    @Override
    public int objectId() {
        return OBJECT_ID;
    }

    @Override
    public String name() {
        return "QUERY_RESP";
    }

    @Override
    public void write(WireWriter out) {
        out.u8("ObjectID", OBJECT_ID);
        out.meaning(name());
        out.u8("Reserved", reserved);
        out.u8("PortIndex", portIndex);
        out.u8("DevFuncNumber", function.requesterId().value() & 0xFF);
        out.u8("BusNumber", function.requesterId().bus());
        out.u8("Segment", function.segment());
        out.u8("MaxPortIndex", maxPortIndex);
        for (int i = 0; i < registers.size(); i++) {
            out.u32(registerName(i), registers.get(i));
        }
    }

    /**
     * Splits the registers of the selective streams.
     *
     * @return capability, control, status, RID and address associations of each block; nothing if the number of
     *     registers is not what the IDE Capability says
     */
    public Optional<List<List<Long>>> selectiveBlocks() {
        if (registers.size() < 2) {
            return Optional.empty();
        }
        long capability = registers.get(0);
        int next = 2 + 2 * IdeCapability.linkBlocks(capability);
        var blocks = new ArrayList<List<Long>>();
        for (int block = 0; block < IdeCapability.selectiveBlocks(capability); block++) {
            if (next >= registers.size()) {
                return Optional.empty();
            }
            int addressBlocks = registers.get(next).intValue() & 0xF;
            int end = next + SELECTIVE_REGISTERS + ADDRESS_REGISTERS * addressBlocks;
            if (end > registers.size()) {
                return Optional.empty();
            }
            blocks.add(registers.subList(next, end));
            next = end;
        }
        return next == registers.size() ? Optional.of(List.copyOf(blocks)) : Optional.empty();
    }
}
