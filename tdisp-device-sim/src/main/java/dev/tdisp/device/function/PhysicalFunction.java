package dev.tdisp.device.function;

import dev.tdisp.core.pcie.PciExpressCapability;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.SrIovCapability;
import dev.tdisp.core.pcie.Type0Header;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.config.BaseAddress;
import dev.tdisp.device.config.ConfigurationSpace;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.device.config.PhysicalRegisters;
import dev.tdisp.device.config.RegisterChange;
import dev.tdisp.device.config.SriovRegisters;
import dev.tdisp.device.config.VirtualRegisters;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Function 0: it owns the SR-IOV capability, the DOE mailbox and the IDE streams. */
public final class PhysicalFunction extends DeviceFunction {
    private static final int TAGS = 32;
    private static final int EXTENDED_TAGS = 256;
    private static final int TEN_BIT_TAGS = 1024;

    private final PhysicalRegisters registers;
    private final VirtualRegisters virtualRegisters;
    private final List<VirtualFunction> virtualFunctions;
    private final ExpansionRom rom = new ExpansionRom(this);
    private RequesterId requesterId = new RequesterId(0);

    private PhysicalFunction(PhysicalRegisters registers, DeviceLayout layout, BarContent content, LinkPort link) {
        super(registers, layout.bars(), content, link);
        this.registers = registers;
        this.virtualRegisters = VirtualRegisters.of(layout);
        this.virtualFunctions = IntStream.rangeClosed(
                        1, layout.virtualFunctions().totalVfs())
                .mapToObj(index -> new VirtualFunction(this, index, layout, content, link))
                .toList();
    }

    /**
     * Creates the function with all its virtual functions, which are not enabled.
     *
     * @param layout what the device was built with
     * @param content what is in the BARs
     * @param link the way to the host
     * @return the function, reset
     */
    public static PhysicalFunction of(DeviceLayout layout, BarContent content, LinkPort link) {
        return new PhysicalFunction(PhysicalRegisters.of(layout), layout, content, link);
    }

    @Override
    public PhysicalRegisters registers() {
        return registers;
    }

    @Override
    public String name() {
        return "PF";
    }

    @Override
    public RequesterId requesterId() {
        return requesterId;
    }

    /**
     * Takes the bus and device number of a configuration request, as every write makes a function do.
     *
     * @param captured the target of the request
     */
    public void capture(RequesterId captured) {
        if (captured.equals(requesterId)) {
            return;
        }
        requesterId = captured;
        renumbered();
        virtualFunctions.forEach(DeviceFunction::renumbered);
    }

    @Override
    public boolean isPresent() {
        return true;
    }

    @Override
    public boolean decodesMemory() {
        return isPowered() && isSet(registers.header().command(), Type0Header.COMMAND_MEMORY_SPACE);
    }

    @Override
    public boolean isBusMaster() {
        return isPowered() && super.isBusMaster();
    }

    @Override
    public long size(Bar bar) {
        return registers.size(bar.definition());
    }

    @Override
    public Optional<Target> decode(long address) {
        return super.decode(address).or(() -> rom.decode(address));
    }

    @Override
    public long address(Bar bar) {
        return find(registers.header().bars(), bar).address(space());
    }

    /**
     * Returns the virtual functions, the disabled ones included.
     *
     * @return as many as TotalVFs says
     */
    public List<VirtualFunction> virtualFunctions() {
        return virtualFunctions;
    }

    /**
     * Finds an existing function.
     *
     * @param id its Requester ID
     * @return this function or an enabled virtual one
     */
    public Optional<DeviceFunction> find(RequesterId id) {
        if (id.equals(requesterId)) {
            return Optional.of(this);
        }
        int distance = id.value() - virtualId(1).value() & 0xFFFF;
        int stride = Math.max(1, registers.sriov().settings().vfStride());
        int index = 1 + distance / stride;
        return distance % stride == 0 && isEnabled(index)
                ? Optional.of(virtualFunctions.get(index - 1))
                : Optional.empty();
    }

    /**
     * Returns how many virtual functions exist now.
     *
     * @return NumVFs while VF Enable is set, otherwise 0
     */
    public int enabledVirtualFunctions() {
        SriovRegisters sriov = registers.sriov();
        boolean enabled = isSet(sriov.control(), SrIovCapability.CONTROL_VF_ENABLE);
        return enabled ? (int) Math.min(space().value(sriov.numVfs()), virtualFunctions.size()) : 0;
    }

    /**
     * Finds who answers a memory request among the virtual functions.
     *
     * @param address of the first byte
     * @return the place, if one of them answers; that of the first if software placed two windows over one another
     */
    public Optional<Target> decodeVirtual(long address) {
        int first = Integer.MAX_VALUE;
        for (BaseAddress window : registers.sriov().bars()) {
            long offset = address - window.address(space());
            long index = 1 + Long.divideUnsigned(offset, registers.sriov().aperture(space(), window.bar()));
            boolean isInside = Long.remainderUnsigned(offset, registers.sriov().aperture(space(), window.bar()))
                    < window.bar().size();
            if (isInside && index >= 1 && index <= virtualFunctions.size()) {
                first = (int) Math.min(first, index);
            }
        }
        return first <= virtualFunctions.size()
                ? virtualFunctions.get(first - 1).decode(address)
                : Optional.empty();
    }

    /** Resets everything, as a cold or warm reset of the device does. */
    public void conventionalReset() {
        resetAll(FunctionReset.CONVENTIONAL);
    }

    /** Resets everything but sticky bits, as a hot reset does, and a link that goes down. */
    public void hotReset() {
        resetAll(FunctionReset.HOT);
    }

    private void resetAll(FunctionReset reset) {
        virtualFunctions.forEach(function -> function.reset(reset));
        reset(reset);
        requesterId = new RequesterId(0);
    }

    @Override
    PhysicalFunction physical() {
        return this;
    }

    @Override
    void apply(RegisterChange change) {
        switch (change.register().effect()) {
            case SRIOV_CONTROL -> applyControl(change);
            case SRIOV_NUM_VFS -> freeze();
            case RESIZABLE_BAR, VF_RESIZABLE_BAR -> registers.settle();
            case POWER ->
                virtualFunctions.forEach(function -> function.interrupts().deliver());
            default -> {
                // registers that others act on
            }
        }
    }

    private void applyControl(RegisterChange change) {
        if (change.clears(SrIovCapability.CONTROL_VF_ENABLE)) {
            virtualFunctions.forEach(function -> function.reset(FunctionReset.VF_DISABLED));
        }
        registers.settle();
        freeze();
    }

    /** NumVFs and System Page Size are fixed while virtual functions exist, and too many of them cannot be enabled. */
    private void freeze() {
        SriovRegisters sriov = registers.sriov();
        boolean enabled = isSet(sriov.control(), SrIovCapability.CONTROL_VF_ENABLE);
        boolean tooMany = space().value(sriov.numVfs()) > virtualFunctions.size();
        space().freeze(sriov.numVfs(), enabled ? sriov.numVfs().bits() : 0);
        space().freeze(sriov.systemPageSize(), enabled ? sriov.systemPageSize().bits() : 0);
        int frozen = enabled ? SrIovCapability.CONTROL_ARI : 0;
        space().freeze(sriov.control(), frozen | (tooMany ? SrIovCapability.CONTROL_VF_ENABLE : 0));
    }

    @Override
    void resetRegisters(FunctionReset reset) {
        if (reset.isConventional()) {
            if (reset == FunctionReset.HOT) {
                space().resetHot();
            } else {
                space().reset();
            }
            return;
        }
        boolean hadVirtualFunctions = isSet(registers.sriov().control(), SrIovCapability.CONTROL_VF_ENABLE);
        space().resetFunction();
        if (hadVirtualFunctions) {
            virtualFunctions.forEach(function -> function.reset(FunctionReset.OF_PHYSICAL_FUNCTION));
        }
    }

    RequesterId virtualId(int index) {
        SriovRegisters.Settings settings = registers.sriov().settings();
        int first = (int) space().value(registers.sriov().firstVfOffset());
        int offset = first + (index - 1) * settings.vfStride();
        return new RequesterId(requesterId.value() + offset & 0xFFFF);
    }

    /** Makes the registers of one more virtual function; what all have in common is there once. */
    VirtualRegisters virtualRegisters() {
        return virtualRegisters.another();
    }

    boolean isEnabled(int index) {
        return index <= enabledVirtualFunctions();
    }

    boolean decodesVirtualMemory() {
        return isPowered() && isSet(registers.sriov().control(), SrIovCapability.CONTROL_VF_MEMORY_SPACE);
    }

    long virtualAddress(int index, Bar bar) {
        BaseAddress base = find(registers.sriov().bars(), bar);
        return base.address(space()) + (index - 1) * registers.sriov().aperture(space(), bar.definition());
    }

    int tagsPerFunction() {
        if (isSet(registers.pciExpress().deviceControl2(), PciExpressCapability.DEVICE_CONTROL_2_TEN_BIT_TAG)) {
            return TEN_BIT_TAGS;
        }
        boolean extended =
                isSet(registers.pciExpress().deviceControl(), PciExpressCapability.DEVICE_CONTROL_EXTENDED_TAG);
        return extended ? EXTENDED_TAGS : TAGS;
    }

    /**
     * Notes an uncorrectable error that no packet caused.
     *
     * @param error its bit in Uncorrectable Error Status
     */
    public void logUncorrectable(long error) {
        logUncorrectable(error, Bytes.EMPTY);
    }

    /**
     * Notes an uncorrectable error.
     *
     * @param error its bit in Uncorrectable Error Status
     * @param header of the packet that caused it
     */
    public void logUncorrectable(long error, Bytes header) {
        boolean fatal = registers.errors().isFatal(space(), error);
        int detected = fatal ? PciExpressCapability.DEVICE_STATUS_FATAL : PciExpressCapability.DEVICE_STATUS_NON_FATAL;
        space().set(registers.pciExpress().deviceStatus(), detected, true);
        registers.errors().log(space(), error, header);
    }

    @Override
    ConfigurationSpace space() {
        return registers.space();
    }

    private static BaseAddress find(List<BaseAddress> addresses, Bar bar) {
        for (BaseAddress address : addresses) {
            if (address.bar().equals(bar.definition())) {
                return address;
            }
        }
        throw new IllegalArgumentException(
                "bar: no BAR%d here".formatted(bar.definition().index()));
    }
}
