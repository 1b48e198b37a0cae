package dev.tdisp.lab.render;

import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.Type0Header;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.config.ConfigurationSpace;
import dev.tdisp.device.config.Register;
import dev.tdisp.device.function.DeviceFunction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Configuration space as text: register by register, or as the dump that {@code lspci -F} reads.
 *
 * <p>Everything is read over the link, as a host reads it.
 */
public final class ConfigurationText {
    private static final int ROW = 16;
    private static final String HEADER_NAME = "Capability Header";
    private static final String EXTENDED_HEADER_NAME = "Extended Capability Header";

    private final SrIovDevice device;
    private final DeviceFunction function;

    /**
     * Looks at a function.
     *
     * @param device the device
     * @param function one of its functions that is there
     */
    public ConfigurationText(SrIovDevice device, DeviceFunction function) {
        this.device = device;
        this.function = function;
    }

    /**
     * Lists what the function shows, capability by capability.
     *
     * @param zeros true to list registers that read 0 as well
     * @return the lines
     */
    public List<String> registers(boolean zeros) {
        var lines = new ArrayList<String>();
        lines.add("%s  %s  %04x:%04x  class %06x  rev %02x"
                .formatted(
                        place(function.requesterId()),
                        function.name(),
                        read(Type0Header.VENDOR_ID, 2),
                        read(Type0Header.DEVICE_ID, 2),
                        read(Type0Header.REVISION_ID, 4) >>> 8,
                        read(Type0Header.REVISION_ID, 1)));
        lines.add("  [000] Header");
        for (Register register : inOrder()) {
            long value = value(register);
            if (isHeader(register)) {
                lines.add("  [%03x] %s".formatted(register.offset(), capability(register, value)));
            } else if (zeros || value != 0) {
                lines.add("    %03x  %-45s %s".formatted(register.offset(), register.name(), hex(register, value)));
            }
        }
        return List.copyOf(lines);
    }

    private List<Register> inOrder() {
        return function.registers().space().registers().stream()
                .sorted(Comparator.comparingInt(Register::offset))
                .toList();
    }

    private static boolean isHeader(Register register) {
        return register.name().equals(HEADER_NAME) || register.name().equals(EXTENDED_HEADER_NAME);
    }

    private static String capability(Register header, long value) {
        boolean extended = header.size() == 4;
        return CapabilityNames.of(extended, (int) (value & (extended ? 0xFFFF : 0xFF)));
    }

    private static String hex(Register register, long value) {
        return ("%0" + 2 * register.size() + "x").formatted(value);
    }

    private long value(Register register) {
        if (register.size() != 3) {
            return read(register.offset(), register.size());
        }
        return read(register.offset(), 1) | read(register.offset() + 1, 2) << 8;
    }

    /**
     * Dumps all 4096 bytes, as {@code lspci -xxxx} does.
     *
     * @return a line that names the function, then one for each 16 bytes
     */
    public List<String> dump() {
        var lines = new ArrayList<String>();
        long classCode = read(Type0Header.CLASS_CODE + 1, 2);
        lines.add("%s Class %04x: %04x:%04x (rev %02x)"
                .formatted(
                        place(function.requesterId()),
                        classCode,
                        read(Type0Header.VENDOR_ID, 2),
                        read(Type0Header.DEVICE_ID, 2),
                        read(Type0Header.REVISION_ID, 1)));
        for (int at = 0; at < ConfigurationSpace.SIZE; at += ROW) {
            var line =
                    new StringBuilder((at < Type0Header.FIRST_EXTENDED_CAPABILITY ? "%02x:" : "%03x:").formatted(at));
            for (int i = 0; i < ROW; i += 4) {
                long doubleWord = read(at + i, 4);
                for (int shift = 0; shift < 32; shift += 8) {
                    line.append(" %02x".formatted(doubleWord >>> shift & 0xFF));
                }
            }
            lines.add(line.toString());
        }
        return List.copyOf(lines);
    }

    private long read(int offset, int size) {
        return device.configRead(function.requesterId(), offset, size);
    }

    private static String place(RequesterId id) {
        return "%02x:%02x.%x".formatted(id.bus(), id.device(), id.function());
    }
}
