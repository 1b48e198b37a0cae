package dev.tdisp.device.config;

import java.util.List;

/**
 * A base address register of a configuration space.
 *
 * @param bar what the device was built with
 * @param registers the register, then its upper half if it is 64 bits wide
 */
public record BaseAddress(BarDefinition bar, List<Register> registers) {
    static final long ADDRESS = ~0xFL;

    /**
     * Copies the list.
     *
     * @param bar what the device was built with
     * @param registers the register, then its upper half if it is 64 bits wide
     */
    public BaseAddress {
        registers = List.copyOf(registers);
    }

    /**
     * Returns where the window starts now.
     *
     * @param space the configuration space that holds the registers
     * @return the address
     */
    public long address(ConfigurationSpace space) {
        long low = space.value(registers.get(0)) & ADDRESS;
        return bar.wide() ? low | space.value(registers.get(1)) << 32 : low;
    }
}
