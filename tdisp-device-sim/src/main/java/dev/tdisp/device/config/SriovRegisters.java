package dev.tdisp.device.config;

import dev.tdisp.core.pcie.CapabilityId;
import dev.tdisp.core.pcie.SrIovCapability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The SR-IOV extended capability. */
public final class SriovRegisters implements Capability {
    /** Control: VF 10-Bit Tag Requester Enable. */
    public static final int VF_TEN_BIT_TAGS = 0x0020;

    private static final int CAPABILITIES = 0x0006;
    private static final int WRITABLE = SrIovCapability.CONTROL_VF_ENABLE
            | SrIovCapability.CONTROL_VF_MEMORY_SPACE
            | SrIovCapability.CONTROL_ARI
            | VF_TEN_BIT_TAGS;

    private final int offset;
    private final Settings settings;
    private final Register control;
    private final Register numVfs;
    private final Register systemPageSize;
    private final Register firstVfOffset;
    private final List<BaseAddress> bars = new ArrayList<>();
    private Optional<ResizableBarRegisters> sizes = Optional.empty();

    /**
     * What the device was built with.
     *
     * @param totalVfs how many virtual functions there can be
     * @param firstVfOffset how far the first lies behind the physical function
     * @param firstVfOffsetWithoutAri the same while ARI Capable Hierarchy is off
     * @param vfStride how far each lies behind the one before
     * @param vfDeviceId their device ID
     * @param bars the window of one virtual function for each of their BARs
     */
    public record Settings(
            int totalVfs,
            int firstVfOffset,
            int firstVfOffsetWithoutAri,
            int vfStride,
            int vfDeviceId,
            List<BarDefinition> bars) {
        /**
         * Copies the list.
         *
         * @param totalVfs how many virtual functions there can be
         * @param firstVfOffset how far the first lies behind the physical function
         * @param firstVfOffsetWithoutAri the same while ARI Capable Hierarchy is off
         * @param vfStride how far each lies behind the one before
         * @param vfDeviceId their device ID
         * @param bars the window of one virtual function for each of their BARs
         */
        public Settings {
            bars = List.copyOf(bars);
            if (totalVfs > 0 && (Math.min(firstVfOffset, firstVfOffsetWithoutAri) < 1 || vfStride < 1)) {
                throw new IllegalArgumentException("a virtual function would have the number of another one");
            }
        }
    }

    /**
     * Places the capability.
     *
     * @param offset where
     * @param settings what the device was built with
     * @param anyPageSize true if System Page Size takes also what is not supported, so that a lock has to refuse it
     */
    public SriovRegisters(int offset, Settings settings, boolean anyPageSize) {
        this.offset = offset;
        this.settings = settings;
        this.control = Register.of("SR-IOV Control", offset + SrIovCapability.CONTROL, 2)
                .withWritable(WRITABLE)
                .withEffect(RegisterEffect.SRIOV_CONTROL);
        this.numVfs = Register.of("NumVFs", offset + SrIovCapability.NUM_VFS, 2)
                .withWritable(0xFFFF)
                .withEffect(RegisterEffect.SRIOV_NUM_VFS);
        this.firstVfOffset = Register.of("First VF Offset", offset + SrIovCapability.FIRST_VF_OFFSET, 2)
                .withReset(settings.firstVfOffsetWithoutAri());
        Register pageSize = Register.of("System Page Size", offset + SrIovCapability.SYSTEM_PAGE_SIZE, 4)
                .withReset(1)
                .withWritable(anyPageSize ? 0xFFFF_FFFFL : SrIovCapability.MANDATORY_PAGE_SIZES)
                .withEffect(RegisterEffect.SRIOV_PAGE_SIZE);
        this.systemPageSize = anyPageSize ? pageSize : pageSize.withOneHotValues();
        for (BarDefinition bar : settings.bars()) {
            bars.add(bar.at("VF BAR", offset + SrIovCapability.VF_BAR0, RegisterEffect.VF_BASE_ADDRESS));
        }
    }

    /**
     * Returns what the device was built with.
     *
     * @return the settings
     */
    public Settings settings() {
        return settings;
    }

    /**
     * Returns the Control register.
     *
     * @return the register
     */
    public Register control() {
        return control;
    }

    /**
     * Returns the NumVFs register.
     *
     * @return the register
     */
    public Register numVfs() {
        return numVfs;
    }

    /**
     * Returns the System Page Size register.
     *
     * @return the register
     */
    public Register systemPageSize() {
        return systemPageSize;
    }

    /**
     * Returns the First VF Offset register.
     *
     * @return the register, which follows ARI Capable Hierarchy
     */
    public Register firstVfOffset() {
        return firstVfOffset;
    }

    /** Lets First VF Offset follow ARI Capable Hierarchy. */
    void settleOffset(ConfigurationSpace space) {
        boolean ari = space.isSet(control, SrIovCapability.CONTROL_ARI);
        space.set(firstVfOffset, ari ? settings.firstVfOffset() : settings.firstVfOffsetWithoutAri());
    }

    /** Lets software choose the sizes of the windows. */
    void sizedBy(ResizableBarRegisters resizable) {
        sizes = Optional.of(resizable);
    }

    /**
     * Returns the base address registers for the memory of all virtual functions.
     *
     * @return the registers, in order
     */
    public List<BaseAddress> bars() {
        return List.copyOf(bars);
    }

    /**
     * Returns how much memory one virtual function takes in a BAR.
     *
     * @param space the configuration space
     * @param bar the BAR
     * @return its window, or the system page if that is larger
     */
    public long aperture(ConfigurationSpace space, BarDefinition bar) {
        long page = Math.max(1, Long.highestOneBit(space.value(systemPageSize))) << 12;
        long size = sizes.map(resizable -> resizable.size(space, bar)).orElse(bar.size());
        return Math.max(size, page);
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int id() {
        return CapabilityId.EXTENDED_SR_IOV;
    }

    @Override
    public int size() {
        return SrIovCapability.SIZE;
    }

    @Override
    public List<Register> registers() {
        var registers = new ArrayList<>(List.of(
                Register.readOnly("SR-IOV Capabilities", offset + SrIovCapability.CAPABILITIES, 4, CAPABILITIES),
                control,
                Register.of("SR-IOV Status", offset + SrIovCapability.STATUS, 2),
                Register.readOnly("InitialVFs", offset + SrIovCapability.INITIAL_VFS, 2, settings.totalVfs()),
                Register.readOnly("TotalVFs", offset + SrIovCapability.TOTAL_VFS, 2, settings.totalVfs()),
                numVfs,
                Register.of("Function Dependency Link", offset + SrIovCapability.FUNCTION_DEPENDENCY, 1),
                firstVfOffset,
                Register.readOnly("VF Stride", offset + SrIovCapability.VF_STRIDE, 2, settings.vfStride()),
                Register.readOnly("VF Device ID", offset + SrIovCapability.VF_DEVICE_ID, 2, settings.vfDeviceId()),
                Register.readOnly(
                        "Supported Page Sizes",
                        offset + SrIovCapability.SUPPORTED_PAGE_SIZES,
                        4,
                        SrIovCapability.MANDATORY_PAGE_SIZES),
                systemPageSize));
        bars.forEach(bar -> registers.addAll(bar.registers()));
        return registers;
    }
}
