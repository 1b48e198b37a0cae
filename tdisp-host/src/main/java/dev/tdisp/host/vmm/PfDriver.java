package dev.tdisp.host.vmm;

import dev.tdisp.core.pcie.CapabilityId;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.PciExpressCapability;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.Type0Header;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.memory.PageRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The hypervisor's driver of a physical function: finds it, places its windows, makes its virtual functions, opens its
 * mailbox.
 *
 * <p>For one thread at a time.
 */
public final class PfDriver {
    private static final Duration FLR_TIME = Duration.ofMillis(100);
    private static final Duration POWER_TIME = Duration.ofMillis(10);
    private static final int POWER_CONTROL_STATUS = 4;
    private static final long POWER_STATE_MASK = 3;

    private static final int ATS_CONTROL = 6;
    private static final long ATS_ENABLE = 0x8000;

    private final PcieDevice device;
    private final ConfigAccess config;
    private final WindowAllocator windows;
    private final long ownWindows;
    private final Consumer<Duration> pause;
    private final Map<FunctionId, PciFunction> functions = new LinkedHashMap<>();

    /**
     * Finds the function and places its windows.
     *
     * @param device the device behind the port
     * @param id the physical function
     * @param window the addresses that the port forwards to the device
     * @param pause lets time pass
     * @throws EnumerationException if nobody answers there
     */
    public PfDriver(PcieDevice device, FunctionId id, PageRange window, Consumer<Duration> pause) {
        this.device = device;
        this.config = new ConfigAccess(device, id);
        this.windows = new WindowAllocator(window);
        this.pause = pause;
        if (!config.isPresent()) {
            throw new EnumerationException("no device answers at " + id);
        }
        functions.put(id, new PciFunction(id, PciFunction.Kind.PHYSICAL, placeWindows()));
        this.ownWindows = windows.mark();
    }

    /** Lets time pass. */
    void pause(Duration duration) {
        pause.accept(duration);
    }

    private List<Bar> placeWindows() {
        config.clearBits(Type0Header.COMMAND, 2, Type0Header.COMMAND_MEMORY_SPACE);
        var registers = new BarRegisters(config, Type0Header.BAR0);
        List<Bar> placed = new ArrayList<>();
        for (Bar bar : registers.probe()) {
            Bar there = bar.at(windows.allocate(bar.size(), bar.size()));
            registers.place(there);
            placed.add(there);
        }
        config.setBits(Type0Header.COMMAND, 2, Type0Header.COMMAND_MEMORY_SPACE | Type0Header.COMMAND_BUS_MASTER);
        return placed;
    }

    /**
     * Makes virtual functions, each with windows of its own, and lets them master the bus.
     *
     * @param count how many
     * @return the functions, in order
     * @throws IllegalArgumentException if the device has fewer
     * @throws IllegalStateException if it has some already
     */
    public List<PciFunction> enableVirtualFunctions(int count) {
        if (functions.size() > 1) {
            throw new IllegalStateException("%s has virtual functions already".formatted(config.function()));
        }
        List<PciFunction> made = new VirtualFunctionSetup(config, pause).enable(count, windows);
        for (PciFunction function : made) {
            if (!config(function.id()).isPresent()) {
                disableVirtualFunctions();
                throw new EnumerationException("virtual function %s does not answer".formatted(function.id()));
            }
            config(function.id()).setBits(Type0Header.COMMAND, 2, Type0Header.COMMAND_BUS_MASTER);
        }
        made.forEach(function -> functions.put(function.id(), function));
        return made;
    }

    /** Makes the virtual functions vanish, whatever they are doing. Their windows are free for others. */
    public void disableVirtualFunctions() {
        new VirtualFunctionSetup(config, pause).disable();
        functions.keySet().removeIf(id -> !id.equals(config.function()));
        windows.backTo(ownWindows);
    }

    /**
     * Tells whether the device still answers.
     *
     * @return false once it is pulled out
     */
    public boolean isPresent() {
        return config.isPresent();
    }

    /**
     * Opens the mailbox.
     *
     * @return its driver
     * @throws EnumerationException if the function has none
     */
    public DoeMailbox openMailbox() {
        return DoeMailbox.open(config, pause);
    }

    /**
     * Returns the registers of the IDE streams.
     *
     * @return the hand on them
     * @throws EnumerationException if the function has none
     */
    public IdeRegisters ideRegisters() {
        return new IdeRegisters(config);
    }

    /**
     * Returns the physical function.
     *
     * @return the function with its windows
     */
    public PciFunction function() {
        return functions.values().iterator().next();
    }

    /**
     * Returns all functions that were found.
     *
     * @return the physical function, then the virtual ones
     */
    public List<PciFunction> functions() {
        return List.copyOf(functions.values());
    }

    /**
     * Finds a function.
     *
     * @param id which
     * @return the function, if it was found
     */
    public Optional<PciFunction> function(FunctionId id) {
        return Optional.ofNullable(functions.get(id));
    }

    /**
     * Tells whether a function says that it can be a TEE device interface.
     *
     * @param id which
     * @return true if TEE-IO Supported is set
     */
    public boolean supportsTeeIo(FunctionId id) {
        ConfigAccess access = config(id);
        return access.capability(CapabilityId.PCI_EXPRESS).stream()
                .mapToLong(at -> access.read(at + PciExpressCapability.DEVICE_CAPABILITIES, 4))
                .anyMatch(bits -> (bits & PciExpressCapability.DEVICE_CAPABILITIES_TEE_IO) != 0);
    }

    /**
     * Gives the configuration space of any function of the device.
     *
     * @param id which
     * @return all its registers, to be read and written at any moment
     */
    public ConfigAccess config(FunctionId id) {
        return new ConfigAccess(device, id);
    }

    /**
     * Lets a function ask for translations (ATS), with the smallest unit of 4 KiB, or no longer. It must not be locked.
     *
     * @param iommu what is to answer
     * @param id which
     * @param isOn true to let it
     * @throws EnumerationException if it has no such capability
     */
    public void setAddressTranslation(Iommu iommu, FunctionId id, boolean isOn) {
        ConfigAccess access = config(id);
        int at = access.requireExtended(CapabilityId.EXTENDED_ATS, "ATS");
        iommu.permitTranslation(id.requesterId(), isOn);
        if (isOn) {
            access.setBits(at + ATS_CONTROL, 2, ATS_ENABLE);
        } else {
            access.clearBits(at + ATS_CONTROL, 2, ATS_ENABLE);
        }
    }

    /** Tells whether a function is there and can ask for translations. */
    boolean hasAddressTranslation(FunctionId id) {
        return config(id).extendedCapability(CapabilityId.EXTENDED_ATS).isPresent();
    }

    /**
     * Resets one function.
     *
     * @param id which
     * @throws EnumerationException if it has no PCI Express capability
     */
    public void functionLevelReset(FunctionId id) {
        ConfigAccess access = config(id);
        int at = access.capability(CapabilityId.PCI_EXPRESS)
                .orElseThrow(() -> new EnumerationException(id + " has no PCI Express capability"));
        access.setBits(at + PciExpressCapability.DEVICE_CONTROL, 2, PciExpressCapability.DEVICE_CONTROL_INITIATE_FLR);
        pause.accept(FLR_TIME);
    }

    /**
     * Brings a function to another power state.
     *
     * @param id which
     * @param state the state
     * @throws EnumerationException if it has no Power Management capability
     */
    public void setPower(FunctionId id, Power state) {
        ConfigAccess access = config(id);
        int at = access.capability(CapabilityId.POWER_MANAGEMENT)
                .orElseThrow(() -> new EnumerationException(id + " has no Power Management capability"));
        long others = access.read(at + POWER_CONTROL_STATUS, 2) & ~POWER_STATE_MASK;
        access.write(at + POWER_CONTROL_STATUS, 2, others | state.code);
        pause.accept(POWER_TIME);
    }

    /**
     * Moves a window of the physical function by its register, whatever uses it.
     *
     * @param index which register, 0 to 5
     * @param address where it is to start, aligned to its size
     */
    public void moveWindow(int index, long address) {
        PciFunction physical = function();
        Bar moved = physical.bar(index).at(address);
        new BarRegisters(config, Type0Header.BAR0).place(moved);
        List<Bar> bars = physical.bars().stream()
                .map(bar -> bar.index() == index ? moved : bar)
                .toList();
        functions.put(physical.id(), new PciFunction(physical.id(), physical.kind(), bars));
    }

    /** Power states of a function. */
    public enum Power {
        /** At work. */
        D0(0),
        /** Asleep, with its configuration space alive. */
        D3_HOT(3);

        private final int code;

        Power(int code) {
            this.code = code;
        }
    }

    /** Resets the whole device. */
    public void conventionalReset() {
        device.conventionalReset();
        pause.accept(FLR_TIME);
    }
}
