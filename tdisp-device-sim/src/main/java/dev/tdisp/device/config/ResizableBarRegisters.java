package dev.tdisp.device.config;

import dev.tdisp.core.pcie.CapabilityId;
import java.util.ArrayList;
import java.util.List;

/**
 * The Resizable BAR extended capability, or the one for VF BARs: software chooses the size of each 64-bit window.
 *
 * <p>Each window can have the size the device was built with, twice and four times that. A value of the size field beyond
 * them is kept, so that a lock can refuse it, and leaves the window at the size it was built with.
 */
public final class ResizableBarRegisters implements Capability {
    private static final long MIB = 1L << 20;
    private static final int FIRST = 4;
    private static final int BLOCK = 8;
    private static final int SIZE_SHIFT = 8;
    private static final long SIZE_FIELD = 0x3F00;
    private static final int COUNT_SHIFT = 5;
    private static final int SIZES = 3;

    private final int offset;
    private final int id;
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(BarDefinition bar, Register capability, Register control) {}

    /**
     * Places the capability.
     *
     * @param offset where
     * @param virtual true for the one of VF BARs
     * @param bars the BARs; those of at least 1 MiB are resizable
     */
    public ResizableBarRegisters(int offset, boolean virtual, List<BarDefinition> bars) {
        this.offset = offset;
        this.id = virtual ? CapabilityId.EXTENDED_VF_RESIZABLE_BAR : CapabilityId.EXTENDED_RESIZABLE_BAR;
        List<BarDefinition> resizable =
                bars.stream().filter(bar -> bar.wide() && bar.size() >= MIB).toList();
        RegisterEffect effect = virtual ? RegisterEffect.VF_RESIZABLE_BAR : RegisterEffect.RESIZABLE_BAR;
        String name = virtual ? "VF Resizable BAR" : "Resizable BAR";
        for (BarDefinition bar : resizable) {
            int at = offset + FIRST + BLOCK * entries.size();
            int count = entries.isEmpty() ? resizable.size() << COUNT_SHIFT : 0;
            entries.add(new Entry(
                    bar,
                    Register.readOnly("%s%d Capability".formatted(name, bar.index()), at, 4, sizes(bar) << 4),
                    Register.of("%s%d Control".formatted(name, bar.index()), at + 4, 4)
                            .withReset(bar.index() | count | (long) log2(bar) << SIZE_SHIFT)
                            .withWritable(SIZE_FIELD)
                            .withEffect(effect)));
        }
    }

    private static int log2(BarDefinition bar) {
        return Long.numberOfTrailingZeros(bar.size() / MIB);
    }

    private static long sizes(BarDefinition bar) {
        return ((1L << SIZES) - 1) << log2(bar);
    }

    /**
     * Returns how large a window is now.
     *
     * @param space the configuration space that holds the registers
     * @param bar the window
     * @return its size in bytes
     */
    public long size(ConfigurationSpace space, BarDefinition bar) {
        return entries.stream()
                .filter(entry -> entry.bar.equals(bar) && isSupported(space, entry))
                .mapToLong(entry -> MIB << code(space, entry))
                .findFirst()
                .orElse(bar.size());
    }

    /**
     * Tells whether every window has a size that it supports.
     *
     * @param space the configuration space that holds the registers
     * @return false if software chose another one
     */
    public boolean isSupported(ConfigurationSpace space) {
        return entries.stream().allMatch(entry -> isSupported(space, entry));
    }

    private static boolean isSupported(ConfigurationSpace space, Entry entry) {
        return (sizes(entry.bar) >>> code(space, entry) & 1) != 0;
    }

    private static int code(ConfigurationSpace space, Entry entry) {
        return (int) ((space.value(entry.control) & SIZE_FIELD) >>> SIZE_SHIFT);
    }

    /**
     * Tells of which function the windows are.
     *
     * @return true for VF BARs
     */
    public boolean isVirtual() {
        return id == CapabilityId.EXTENDED_VF_RESIZABLE_BAR;
    }

    /**
     * Returns the Control registers.
     *
     * @return one a window
     */
    public List<Register> controls() {
        return entries.stream().map(Entry::control).toList();
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public int size() {
        return FIRST + BLOCK * entries.size();
    }

    @Override
    public List<Register> registers() {
        return entries.stream()
                .flatMap(entry -> List.of(entry.capability, entry.control).stream())
                .toList();
    }
}
