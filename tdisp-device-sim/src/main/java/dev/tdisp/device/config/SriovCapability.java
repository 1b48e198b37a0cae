package dev.tdisp.device.config;

import java.util.ArrayList;
import java.util.List;

/** The SR-IOV extended capability. */
public final class SriovCapability implements Capability {
    /** Control: VF Enable. */
    public static final int VF_ENABLE = 0x0001;
    /** Control: VF Memory Space Enable. */
    public static final int VF_MEMORY_SPACE_ENABLE = 0x0008;
    /** Control: ARI Capable Hierarchy. */
    public static final int ARI_CAPABLE_HIERARCHY = 0x0010;
    /** Control: VF 10-Bit Tag Requester Enable. */
    public static final int VF_TEN_BIT_TAGS = 0x0020;
    /** The page sizes every device supports: 4 KiB, 8 KiB, 64 KiB, 256 KiB, 1 MiB, 4 MiB. */
    public static final int PAGE_SIZES = 0x0553;

    private static final int CAPABILITIES = 0x0006;
    private static final int FIRST_VF_BAR = 0x24;

    private final int offset;
    private final Settings settings;
    private final Register control;
    private final Register numVfs;
    private final Register systemPageSize;
    private final List<BaseAddress> bars = new ArrayList<>();

    /**
     * What the device was built with.
     *
     * @param totalVfs how many virtual functions there can be
     * @param firstVfOffset how far the first lies behind the physical function
     * @param vfStride how far each lies behind the one before
     * @param vfDeviceId their device ID
     * @param bars the window of one virtual function for each of their BARs
     */
    public record Settings(
            int totalVfs, int firstVfOffset, int vfStride, int vfDeviceId, List<BarDefinition> bars) {
        /**
         * Copies the list.
         *
         * @param totalVfs how many virtual functions there can be
         * @param firstVfOffset how far the first lies behind the physical function
         * @param vfStride how far each lies behind the one before
         * @param vfDeviceId their device ID
         * @param bars the window of one virtual function for each of their BARs
         */
        public Settings {
            bars = List.copyOf(bars);
        }
    }

    /**
     * Places the capability.
     *
     * @param offset where
     * @param settings what the device was built with
     * @param anyPageSize true if System Page Size takes also what is not supported, so that a lock has to refuse it
     */
    public SriovCapability(int offset, Settings settings, boolean anyPageSize) {
        this.offset = offset;
        this.settings = settings;
        this.control = Register.of("SR-IOV Control", offset + 0x08, 2)
                .withWritable(VF_ENABLE | VF_MEMORY_SPACE_ENABLE | ARI_CAPABLE_HIERARCHY | VF_TEN_BIT_TAGS)
                .withEffect(RegisterEffect.SRIOV_CONTROL);
        this.numVfs = Register.of("NumVFs", offset + 0x10, 2)
                .withWritable(0xFFFF)
                .withEffect(RegisterEffect.SRIOV_NUM_VFS);
        this.systemPageSize = Register.of("System Page Size", offset + 0x20, 4)
                .withReset(1)
                .withWritable(anyPageSize ? 0xFFFF_FFFFL : PAGE_SIZES)
                .withEffect(RegisterEffect.SRIOV_PAGE_SIZE);
        for (BarDefinition bar : settings.bars()) {
            bars.add(bar.at("VF BAR", offset + FIRST_VF_BAR, RegisterEffect.VF_BASE_ADDRESS));
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
        return Math.max(bar.size(), page);
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int id() {
        return 0x0010;
    }

    @Override
    public int size() {
        return 0x40;
    }

    @Override
    public List<Register> registers() {
        var registers = new ArrayList<>(List.of(
                Register.readOnly("SR-IOV Capabilities", offset + 0x04, 4, CAPABILITIES),
                control,
                Register.of("SR-IOV Status", offset + 0x0A, 2),
                Register.readOnly("InitialVFs", offset + 0x0C, 2, settings.totalVfs()),
                Register.readOnly("TotalVFs", offset + 0x0E, 2, settings.totalVfs()),
                numVfs,
                Register.of("Function Dependency Link", offset + 0x12, 1),
                Register.readOnly("First VF Offset", offset + 0x14, 2, settings.firstVfOffset()),
                Register.readOnly("VF Stride", offset + 0x16, 2, settings.vfStride()),
                Register.readOnly("VF Device ID", offset + 0x1A, 2, settings.vfDeviceId()),
                Register.readOnly("Supported Page Sizes", offset + 0x1C, 4, PAGE_SIZES),
                systemPageSize));
        bars.forEach(bar -> registers.addAll(bar.registers()));
        return registers;
    }
}
