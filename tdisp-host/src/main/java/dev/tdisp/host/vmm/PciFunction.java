package dev.tdisp.host.vmm;

import dev.tdisp.core.pcie.FunctionId;
import java.util.List;

/**
 * A function that the hypervisor found, with its windows.
 *
 * @param id the function
 * @param kind what kind of function
 * @param bars its windows, in the order of their registers
 */
public record PciFunction(FunctionId id, Kind kind, List<Bar> bars) {
    /**
     * Copies the list.
     *
     * @param id the function
     * @param kind what kind of function
     * @param bars its windows
     */
    public PciFunction {
        bars = List.copyOf(bars);
    }

    /**
     * Returns a window.
     *
     * @param index which register, 0 to 5
     * @return the window
     * @throws IllegalArgumentException if the function has none there
     */
    public Bar bar(int index) {
        return bars.stream()
                .filter(bar -> bar.index() == index)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s has no BAR%d".formatted(id, index)));
    }

    /** The kinds of functions. */
    public enum Kind {
        /** A physical function. */
        PHYSICAL,
        /** A virtual function. */
        VIRTUAL
    }
}
