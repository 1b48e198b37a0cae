package dev.tdisp.lab;

import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.pcie.MsixCapability;
import dev.tdisp.core.pcie.PciExpressCapability;
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
    private static final int TAGS_AND_SNOOP = PciExpressCapability.DEVICE_CONTROL_EXTENDED_TAG
            | PciExpressCapability.DEVICE_CONTROL_PHANTOM_FUNCTIONS
            | PciExpressCapability.DEVICE_CONTROL_NO_SNOOP;

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
        int express = physical.registers().pciExpress().offset();
        long control = physical.configRead(express + PciExpressCapability.DEVICE_CONTROL, 2);
        values.put("Device Control", control & TAGS_AND_SNOOP);
        values.put(
                "Requester ID", (long) device.virtualFunction(vf).requesterId().value());
        if (locksTable(device, vf)) {
            int table = device.virtualFunction(vf).registers().msix().offset();
            values.put(
                    "MSI-X Message Control", device.virtualFunction(vf).configRead(table + MsixCapability.CONTROL, 2));
        }
        return new LockedConfiguration(values);
    }

    private static boolean locksTable(SrIovDevice device, int vf) {
        return device.interfaceOf(device.virtualFunction(vf))
                .machine()
                .binding()
                .filter(lock -> lock.parameters().flags().has(LockFlag.LOCK_MSIX))
                .isPresent();
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
