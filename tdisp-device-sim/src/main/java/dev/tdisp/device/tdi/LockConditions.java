package dev.tdisp.device.tdi;

import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.pcie.PciExpressCapability;
import dev.tdisp.core.pcie.SrIovCapability;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.tdi.LockCheck;
import dev.tdisp.core.tdi.LockRefusal;
import dev.tdisp.device.config.BaseAddress;
import dev.tdisp.device.config.ConfigurationSpace;
import dev.tdisp.device.config.FunctionRegisters;
import dev.tdisp.device.config.HeaderRegisters;
import dev.tdisp.device.config.PhysicalRegisters;
import dev.tdisp.device.config.PowerManagementRegisters;
import dev.tdisp.device.config.RegisterEffect;
import dev.tdisp.device.config.SriovRegisters;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.PhysicalFunction;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What stands in the way of a lock, apart from the interface's own state (section 11.3.8). */
final class LockConditions {
    private static final long ADDRESS_32 = 0xFFFF_FFFFL;
    private static final int STEERING_ENABLE = 0x300;
    private static final int STEERING_MODE = 0x7;
    private static final int NOTICES_ENABLE = 0x1;
    private static final int NOTICES_OF_128_BYTES = 0x2;

    private final PhysicalFunction function;
    private final IdePort ide;
    private final Set<LockCheck> skipped = EnumSet.noneOf(LockCheck.class);
    private final List<Function<LockParameters, Optional<String>>> objections = new ArrayList<>();

    LockConditions(PhysicalFunction function, IdePort ide) {
        this.function = function;
        this.ide = ide;
    }

    IdePort ide() {
        return ide;
    }

    void add(Function<LockParameters, Optional<String>> objection) {
        objections.add(objection);
    }

    void skip(LockCheck check) {
        skipped.add(check);
    }

    List<LockRefusal> refusals(long sessionId, LockParameters parameters) {
        var refusals = new ArrayList<LockRefusal>();
        checkStream(sessionId, parameters, refusals);
        checkDevice(refusals);
        objections.forEach(objection ->
                objection.apply(parameters).map(LockCheck.L17::refuse).ifPresent(refusals::add));
        refusals.removeIf(refusal -> skipped.contains(refusal.check()));
        return List.copyOf(refusals);
    }

    /** Finds the stream that an interface would be bound to. */
    Optional<IdeStream> defaultStream(LockParameters parameters) {
        var wanted = new StreamId(parameters.defaultStreamId());
        return ide.defaultStreams().stream()
                .filter(stream -> stream.id().equals(wanted))
                .findFirst();
    }

    private void checkStream(long sessionId, LockParameters parameters, List<LockRefusal> refusals) {
        List<IdeStream> defaults = ide.defaultStreams();
        if (defaults.size() > 1) {
            refusals.add(LockCheck.L6.refuse(defaults.size() + " blocks"));
        }
        Optional<IdeStream> stream = defaultStream(parameters);
        if (stream.isEmpty()) {
            refusals.add(LockCheck.L5.refuse("%02xh".formatted(parameters.defaultStreamId())));
            return;
        }
        IdeStream bound = stream.get();
        if (!bound.isKeyed()) {
            refusals.add(LockCheck.L3.refuse(bound.id().toString()));
        } else if (bound.keyedBy().isEmpty() || bound.keyedBy().getAsLong() != sessionId) {
            refusals.add(LockCheck.L4.refuse(bound.id().toString()));
        } else if (!bound.isSecure()) {
            refusals.add(LockCheck.L3.refuse(bound.id() + " is not secure"));
        }
        if (bound.settings().stream().anyMatch(settings -> settings.trafficClass() != 0)) {
            refusals.add(LockCheck.L7.refuse(bound.id().toString()));
        }
    }

    private void checkDevice(List<LockRefusal> refusals) {
        PhysicalRegisters registers = function.registers();
        ConfigurationSpace space = registers.space();
        if (space.isSet(
                registers.pciExpress().deviceControl(), PciExpressCapability.DEVICE_CONTROL_PHANTOM_FUNCTIONS)) {
            refusals.add(LockCheck.L8.refuse(""));
        }
        List<Window> physical = physicalWindows();
        firstOverlap(physical, physical).ifPresent(which -> refusals.add(LockCheck.L9.refuse(which)));
        List<Window> virtual = virtualWindows();
        firstOverlap(virtual, virtual)
                .or(() -> firstOverlap(virtual, physical))
                .ifPresent(which -> refusals.add(LockCheck.L12.refuse(which)));
        checkOptions(refusals);
        long pageSize = space.value(registers.sriov().systemPageSize());
        if (Long.bitCount(pageSize) != 1 || (pageSize & ~SrIovCapability.MANDATORY_PAGE_SIZES) != 0) {
            refusals.add(LockCheck.L13.refuse("%xh".formatted(pageSize)));
        }
    }

    /** What only devices with an expansion ROM or resizable BARs can get wrong. */
    private void checkOptions(List<LockRefusal> refusals) {
        List<Window> rom = rom().stream().toList();
        firstOverlap(rom, physicalWindows()).ifPresent(which -> refusals.add(LockCheck.L10.refuse(which)));
        firstOverlap(rom, virtualWindows()).ifPresent(which -> refusals.add(LockCheck.L12.refuse(which)));
        if (!function.registers().areSizesSupported()) {
            refusals.add(LockCheck.L11.refuse(""));
        }
    }

    private Optional<Window> rom() {
        PhysicalRegisters registers = function.registers();
        return registers
                .header()
                .rom()
                .filter(register -> registers.space().isSet(register, HeaderRegisters.ROM_ENABLE))
                .map(register -> {
                    long mask = register.writable() & ~(long) HeaderRegisters.ROM_ENABLE & ADDRESS_32;
                    return new Window("ROM", registers.space().value(register) & mask, Long.lowestOneBit(mask));
                });
    }

    /** Finds what is wrong with the hosting function itself, be it physical or virtual. */
    List<LockRefusal> refusalsOf(DeviceFunction hosting, LockParameters parameters) {
        ConfigurationSpace space = hosting.registers().space();
        var refusals = new ArrayList<LockRefusal>();
        space.registers().stream()
                .filter(register -> register.effect() == RegisterEffect.PROCESSING_HINTS)
                .filter(register -> !hasSupportedSteering(space.value(register)))
                .forEach(register -> refusals.add(LockCheck.L15.refuse("%xh".formatted(space.value(register)))));
        boolean isOf128Bytes = parameters.flags().has(LockFlag.SYSTEM_CACHE_LINE_SIZE);
        space.registers().stream()
                .filter(register -> register.effect() == RegisterEffect.LIGHTWEIGHT_NOTIFICATION)
                .filter(register -> !hasSupportedCacheLines(space.value(register), isOf128Bytes))
                .forEach(register -> refusals.add(LockCheck.L14.refuse("%xh".formatted(space.value(register)))));
        if (isDown(function) || isDown(hosting)) {
            refusals.add(LockCheck.L17.refuse("%s is in D3hot".formatted(hosting.name())));
        }
        refusals.removeIf(refusal -> skipped.contains(refusal.check()));
        return refusals;
    }

    private static boolean isDown(DeviceFunction function) {
        FunctionRegisters registers = function.registers();
        return registers
                .powerManagement()
                .filter(power ->
                        PowerManagementRegisters.isDown(registers.space().value(power.controlStatus())))
                .isPresent();
    }

    private static boolean hasSupportedSteering(long control) {
        boolean isEnabled = (control & STEERING_ENABLE) != 0;
        return !isEnabled || (control & STEERING_MODE) == 0;
    }

    /** The device knows cache lines of 64 bytes alone. */
    private static boolean hasSupportedCacheLines(long control, boolean isOf128Bytes) {
        boolean isEnabled = (control & NOTICES_ENABLE) != 0;
        return !isEnabled || (control & NOTICES_OF_128_BYTES) == 0 && !isOf128Bytes;
    }

    private List<Window> physicalWindows() {
        PhysicalRegisters registers = function.registers();
        return registers.header().bars().stream()
                .map(bar -> new Window("BAR", bar, registers.space(), registers.size(bar.bar())))
                .toList();
    }

    private List<Window> virtualWindows() {
        PhysicalRegisters registers = function.registers();
        SriovRegisters sriov = registers.sriov();
        if (!registers.space().isSet(sriov.control(), SrIovCapability.CONTROL_VF_ENABLE)) {
            return List.of();
        }
        long count = registers.space().value(sriov.numVfs());
        return sriov.bars().stream()
                .map(bar -> new Window(
                        "VF BAR", bar, registers.space(), count * sriov.aperture(registers.space(), bar.bar())))
                .toList();
    }

    private static Optional<String> firstOverlap(List<Window> some, List<Window> others) {
        for (Window one : some) {
            for (Window other : others) {
                if (!one.equals(other) && one.overlaps(other)) {
                    return Optional.of("%s and %s".formatted(one.name, other.name));
                }
            }
        }
        return Optional.empty();
    }

    private record Window(String name, long start, long size) {
        Window(String kind, BaseAddress address, ConfigurationSpace space, long size) {
            this(kind + address.bar().index(), address.address(space), size);
        }

        boolean overlaps(Window other) {
            boolean isSomething = size != 0 && other.size != 0;
            return isSomething
                    && (Long.compareUnsigned(start - other.start, other.size) < 0
                            || Long.compareUnsigned(other.start - start, size) < 0);
        }
    }
}
