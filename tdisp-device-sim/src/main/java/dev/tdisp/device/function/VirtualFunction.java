package dev.tdisp.device.function;

import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.device.config.RegisterChange;

/** A virtual function: it exists while VF Enable is set and NumVFs counts it. */
public final class VirtualFunction extends DeviceFunction {
    private final PhysicalFunction physical;
    private final int index;

    VirtualFunction(PhysicalFunction physical, int index, DeviceLayout layout, BarContent content, LinkPort link) {
        super(physical.virtualRegisters(), layout.virtualFunctions().bars(), content, link);
        this.physical = physical;
        this.index = index;
    }

    /**
     * Returns which one it is.
     *
     * @return 1 for the first
     */
    public int index() {
        return index;
    }

    @Override
    public String name() {
        return "VF" + index;
    }

    @Override
    public RequesterId requesterId() {
        return physical.virtualId(index);
    }

    @Override
    public boolean isPresent() {
        return physical.isEnabled(index);
    }

    @Override
    public boolean decodesMemory() {
        return isPresent() && isPowered() && physical.decodesVirtualMemory();
    }

    @Override
    public boolean isBusMaster() {
        return isPowered() && physical.isPowered() && super.isBusMaster();
    }

    @Override
    public long size(Bar bar) {
        return bar.definition().size();
    }

    @Override
    public long address(Bar bar) {
        return physical.virtualAddress(index, bar);
    }

    /**
     * Returns the function it belongs to.
     *
     * @return the physical function
     */
    @Override
    public PhysicalFunction physical() {
        return physical;
    }

    @Override
    void apply(RegisterChange change) {
        // the registers of a virtual function have no effect of their own
    }

    @Override
    void resetRegisters(FunctionReset reset) {
        switch (reset) {
            case FUNCTION_LEVEL, POWER -> registers().space().resetFunction();
            case HOT -> registers().space().resetHot();
            case OF_PHYSICAL_FUNCTION, VF_DISABLED, CONVENTIONAL ->
                registers().space().reset();
        }
    }
}
