package dev.tdisp.device.config;

import dev.tdisp.core.pcie.CapabilityId;
import java.util.ArrayList;
import java.util.List;

/** Capabilities of the link, of its power and its time: the registers alone, for a link of sixteen lanes. */
final class LinkCapabilities {
    private static final int LANES = 16;
    private static final long EVERY_LANE = 0xFFFF;
    private static final int EQUALIZATION_REQUEST = 1 << 4;
    private static final int EQUALIZED = 0xF;
    private static final int SUBSTATE_CONTROL_ENABLED = 1 << 8;
    private static final long TRAFFIC_CLASSES = 0xFF;
    private static final long VC_ENABLE = 1L << 31;

    private LinkCapabilities() {}

    /** Of virtual channel 0 alone, which every traffic class maps to; the map takes every class but 0. */
    static SimpleCapability virtualChannel(int offset) {
        return new SimpleCapability(
                CapabilityId.EXTENDED_VIRTUAL_CHANNEL,
                offset,
                0x1C,
                List.of(
                        Register.of("Port VC Capability 1", offset + 4, 4),
                        Register.of("Port VC Capability 2", offset + 8, 4),
                        Register.of("Port VC Control", offset + 0xC, 2),
                        Register.of("Port VC Status", offset + 0xE, 2),
                        Register.of("VC0 Resource Capability", offset + 0x10, 4),
                        Register.of("VC0 Resource Control", offset + 0x14, 4)
                                .withReset(VC_ENABLE | TRAFFIC_CLASSES)
                                .withWritable(TRAFFIC_CLASSES & ~1)
                                .withEffect(RegisterEffect.VIRTUAL_CHANNEL),
                        Register.of("VC0 Resource Status", offset + 0x1A, 2)));
    }

    /** With substates 0 to 2 of 25, 15 and 5 watts. The last is too little for the engine. */
    static SimpleCapability powerAllocation(int offset) {
        return new SimpleCapability(
                CapabilityId.EXTENDED_POWER_ALLOCATION,
                offset,
                0x14,
                List.of(
                        Register.readOnly("DPA Capability", offset + 4, 4, 0x0501_1102),
                        Register.readOnly("DPA Latency Indicator", offset + 8, 4, 0x4),
                        Register.of("DPA Status", offset + 0xC, 2)
                                .withReset(SUBSTATE_CONTROL_ENABLED)
                                .withClearable(SUBSTATE_CONTROL_ENABLED),
                        Register.of("DPA Control", offset + 0xE, 2)
                                .withWritable(0x3)
                                .withEffect(RegisterEffect.POWER_ALLOCATION),
                        Register.readOnly("DPA Power Allocation 0 to 2", offset + 0x10, 4, 0x0005_0F19)));
    }

    static SimpleCapability powerSubstates(int offset) {
        return new SimpleCapability(
                CapabilityId.EXTENDED_L1_SUBSTATES,
                offset,
                0x10,
                List.of(
                        Register.readOnly("L1 PM Substates Capabilities", offset + 4, 4, 0x0028_0A1F),
                        link("L1 PM Substates Control 1", offset + 8, 4).withWritable(0xE3FF_000FL),
                        link("L1 PM Substates Control 2", offset + 0xC, 4)
                                .withReset(0x28)
                                .withWritable(0xFB)));
    }

    /** As a requester of time. */
    static SimpleCapability precisionTime(int offset) {
        return new SimpleCapability(
                CapabilityId.EXTENDED_PRECISION_TIME,
                offset,
                0xC,
                List.of(
                        Register.readOnly("PTM Capability", offset + 4, 4, 0x1),
                        link("PTM Control", offset + 8, 4).withWritable(0xFF01)));
    }

    static SimpleCapability secondaryExpress(int offset) {
        var registers = new ArrayList<>(List.of(
                Register.of("Link Control 3", offset + 4, 4),
                link("Lane Error Status", offset + 8, 4)
                        .withClearable(EVERY_LANE)
                        .withSticky(EVERY_LANE)));
        lanes("8.0 GT/s", offset + 0xC, 2 * LANES, registers);
        return new SimpleCapability(CapabilityId.EXTENDED_SECONDARY_PCI_EXPRESS, offset, 0xC + 2 * LANES, registers);
    }

    static SimpleCapability physicalLayer16(int offset) {
        var registers = new ArrayList<>(List.of(
                Register.of("16.0 GT/s Capabilities", offset + 4, 4),
                Register.of("16.0 GT/s Control", offset + 8, 4),
                link("16.0 GT/s Status", offset + 0xC, 4).withReset(EQUALIZED).withClearable(EQUALIZATION_REQUEST)));
        List<String> places = List.of("Local", "First Retimer", "Second Retimer");
        for (int i = 0; i < places.size(); i++) {
            registers.add(link("16.0 GT/s %s Data Parity Mismatch".formatted(places.get(i)), offset + 0x10 + 4 * i, 4)
                    .withClearable(EVERY_LANE)
                    .withSticky(EVERY_LANE));
        }
        lanes("16.0 GT/s", offset + 0x20, LANES, registers);
        return new SimpleCapability(CapabilityId.EXTENDED_PHYSICAL_LAYER_16, offset, 0x20 + LANES, registers);
    }

    static SimpleCapability physicalLayer32(int offset) {
        var registers = new ArrayList<>(List.of(
                Register.readOnly("32.0 GT/s Capabilities", offset + 4, 4, 0x3),
                link("32.0 GT/s Control", offset + 8, 4).withWritable(0x3),
                link("32.0 GT/s Status", offset + 0xC, 4).withClearable(EQUALIZATION_REQUEST)));
        List<String> sequences = List.of(
                "Received Modified TS 1",
                "Received Modified TS 2",
                "Transmitted Modified TS 1",
                "Transmitted Modified TS 2");
        for (int i = 0; i < sequences.size(); i++) {
            registers.add(Register.of(sequences.get(i), offset + 0x10 + 4 * i, 4));
        }
        lanes("32.0 GT/s", offset + 0x20, LANES, registers);
        return new SimpleCapability(CapabilityId.EXTENDED_PHYSICAL_LAYER_32, offset, 0x20 + LANES, registers);
    }

    static SimpleCapability physicalLayer64(int offset) {
        var registers = new ArrayList<>(List.of(
                Register.of("64.0 GT/s Capabilities", offset + 4, 4),
                Register.of("64.0 GT/s Control", offset + 8, 4),
                link("64.0 GT/s Status", offset + 0xC, 4).withClearable(EQUALIZATION_REQUEST)));
        lanes("64.0 GT/s", offset + 0x10, LANES, registers);
        return new SimpleCapability(CapabilityId.EXTENDED_PHYSICAL_LAYER_64, offset, 0x10 + LANES, registers);
    }

    /** The presets of the lanes, four bytes a register; an endpoint's are the hardware's own. */
    private static void lanes(String rate, int offset, int size, List<Register> registers) {
        for (int at = 0; at < size; at += Integer.BYTES) {
            registers.add(Register.of("%s Lane Equalization Control +%xh".formatted(rate, at), offset + at, 4));
        }
    }

    private static Register link(String name, int at, int size) {
        return Register.of(name, at, size).withEffect(RegisterEffect.LINK);
    }
}
