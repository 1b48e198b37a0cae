package dev.tdisp.lab;

import dev.tdisp.core.pcie.SrIovCapability;
import dev.tdisp.core.pcie.Type0Header;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.function.DeviceFunction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a virtual function's lock holds fast, as the registers had it when the interface was locked (section 11.2.6). It is
 * read past the device's own tracking, so that a device that does not track is found out.
 */
final class LockedConfiguration {
    private static final String BUS_MASTER = "Bus Master Enable";

    private final Map<String, Long> values;

    private LockedConfiguration(Map<String, Long> values) {
        this.values = values;
    }

    static LockedConfiguration of(SrIovDevice device, int vf) {
        DeviceFunction physical = device.physicalFunction();
        int sriov = device.physicalFunction().registers().sriov().offset();
        Map<String, Long> values = new LinkedHashMap<>();
        long command = device.virtualFunction(vf).configRead(Type0Header.COMMAND, 2);
        values.put(BUS_MASTER, command & Type0Header.COMMAND_BUS_MASTER);
        values.put("SR-IOV Control", physical.configRead(sriov + SrIovCapability.CONTROL, 2));
        values.put("NumVFs", physical.configRead(sriov + SrIovCapability.NUM_VFS, 2));
        values.put("System Page Size", physical.configRead(sriov + SrIovCapability.SYSTEM_PAGE_SIZE, 4));
        for (int i = 0; i < Type0Header.BAR_COUNT; i++) {
            long bar = physical.configRead(sriov + SrIovCapability.VF_BAR0 + i * Integer.BYTES, Integer.BYTES);
            values.put("VF BAR%d".formatted(i), bar);
        }
        return new LockedConfiguration(values);
    }

    /** Finds what is no longer as it was. That a bus master is enabled later takes nothing away. */
    Optional<String> differenceTo(LockedConfiguration now) {
        return values.entrySet().stream()
                .filter(entry -> isChanged(entry.getKey(), entry.getValue(), now.value(entry.getKey())))
                .findFirst()
                .map(entry ->
                        "%s was %xh and is %xh".formatted(entry.getKey(), entry.getValue(), now.value(entry.getKey())));
    }

    private long value(String name) {
        return values.getOrDefault(name, 0L);
    }

    private static boolean isChanged(String name, long before, long now) {
        return name.equals(BUS_MASTER) ? before > now : before != now;
    }
}
