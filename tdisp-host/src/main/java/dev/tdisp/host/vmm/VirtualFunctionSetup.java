package dev.tdisp.host.vmm;

import dev.tdisp.core.pcie.CapabilityId;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.SrIovCapability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The hypervisor's driver of SR-IOV (section 9.3.3): brings virtual functions to be, with windows of their own. */
final class VirtualFunctionSetup {
    private static final Duration SETTLE = Duration.ofMillis(100);
    private static final Duration VANISH = Duration.ofSeconds(1);
    private static final long PAGES_OF_4_KIB = 1;

    private final ConfigAccess config;
    private final int capability;
    private final Consumer<Duration> pause;

    VirtualFunctionSetup(ConfigAccess config, Consumer<Duration> pause) {
        this.config = config;
        this.capability = config.requireExtended(CapabilityId.EXTENDED_SR_IOV, "SR-IOV");
        this.pause = pause;
    }

    int total() {
        return (int) config.read(capability + SrIovCapability.TOTAL_VFS, 2);
    }

    List<PciFunction> enable(int count, WindowAllocator windows) {
        if (count < 1 || count > total()) {
            throw new IllegalArgumentException("count: %d of %d virtual functions".formatted(count, total()));
        }
        config.write(capability + SrIovCapability.SYSTEM_PAGE_SIZE, 4, PAGES_OF_4_KIB);
        config.setBits(capability + SrIovCapability.CONTROL, 2, SrIovCapability.CONTROL_ARI);
        config.write(capability + SrIovCapability.NUM_VFS, 2, count);
        List<Bar> first = placeWindows(windows);
        int enables = SrIovCapability.CONTROL_VF_ENABLE | SrIovCapability.CONTROL_VF_MEMORY_SPACE;
        config.setBits(capability + SrIovCapability.CONTROL, 2, enables);
        pause.accept(SETTLE);
        return functions(count, first);
    }

    void disable() {
        int enables = SrIovCapability.CONTROL_VF_ENABLE | SrIovCapability.CONTROL_VF_MEMORY_SPACE;
        config.clearBits(capability + SrIovCapability.CONTROL, 2, enables);
        pause.accept(VANISH);
    }

    private List<Bar> placeWindows(WindowAllocator windows) {
        var registers = new BarRegisters(config, capability + SrIovCapability.VF_BAR0);
        List<Bar> placed = new ArrayList<>();
        for (Bar bar : registers.probe()) {
            Bar there = bar.at(windows.allocate(bar.size() * total(), bar.size()));
            registers.place(there);
            placed.add(there);
        }
        return placed;
    }

    private List<PciFunction> functions(int count, List<Bar> first) {
        int offset = (int) config.read(capability + SrIovCapability.FIRST_VF_OFFSET, 2);
        int stride = (int) config.read(capability + SrIovCapability.VF_STRIDE, 2);
        List<PciFunction> functions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = i;
            var id = new FunctionId(
                    config.function().segment(), config.function().requesterId().plus(offset + i * stride));
            List<Bar> bars = first.stream()
                    .map(bar -> bar.at(bar.address() + index * bar.size()))
                    .toList();
            functions.add(new PciFunction(id, PciFunction.Kind.VIRTUAL, bars));
        }
        return functions;
    }
}
