package dev.tdisp.device.function;

import dev.tdisp.device.config.BarDefinition;
import java.util.List;

/** Says what is in the BARs of a function, apart from MSI-X. */
@FunctionalInterface
public interface BarContent {
    /** Nothing: for functions that only have configuration space and MSI-X. */
    BarContent NONE = (function, bar) -> List.of();

    /**
     * Makes the regions of a BAR. Called once, while the function is built.
     *
     * @param function the function, whose memory access and interrupts may be kept for later use
     * @param bar the BAR
     * @return its regions
     */
    List<BarRegion> regions(DeviceFunction function, BarDefinition bar);
}
