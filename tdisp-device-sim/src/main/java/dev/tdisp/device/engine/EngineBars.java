package dev.tdisp.device.engine;

import dev.tdisp.device.config.BarDefinition;
import dev.tdisp.device.function.BarContent;
import dev.tdisp.device.function.BarRegion;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.MmioRegion;
import dev.tdisp.device.function.RegionKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts an engine and its memory into BAR0 of each function. */
public final class EngineBars implements BarContent {
    /** Where the public page starts. */
    public static final long PUBLIC_PAGE = 0x1000;
    /** Where device memory starts. */
    public static final long DEVICE_MEMORY = 0x2000;

    private static final int ENGINE_BAR = 0;

    private final Map<DeviceFunction, DmaEngine> engines = new HashMap<>();
    private final Map<DeviceFunction, DeviceMemory> memories = new HashMap<>();

    /** Creates the content for the functions of one device. */
    public EngineBars() {}

    @Override
    public List<BarRegion> regions(DeviceFunction function, BarDefinition bar) {
        if (bar.index() != ENGINE_BAR) {
            return List.of();
        }
        long memorySize = bar.size() - DEVICE_MEMORY;
        var memory = new DeviceMemory(memorySize);
        var engine = new DmaEngine(function, memory, this::engine);
        engines.put(function, engine);
        memories.put(function, memory);
        return List.of(
                region(0, PUBLIC_PAGE, RegionKind.TEE_MEMORY, engine),
                region(PUBLIC_PAGE, BarRegion.PAGE, RegionKind.NON_TEE_MEMORY, new PublicPage("TDISP accelerator", 1)),
                new BarRegion(ENGINE_BAR, DEVICE_MEMORY, memorySize, RegionKind.TEE_MEMORY, true, memory));
    }

    private static BarRegion region(long offset, long size, RegionKind kind, MmioRegion content) {
        return new BarRegion(ENGINE_BAR, offset, size, kind, false, content);
    }

    /**
     * Returns the engine of a function.
     *
     * @param function the function
     * @return its engine
     */
    public DmaEngine engine(DeviceFunction function) {
        return required(engines.get(function), function);
    }

    /**
     * Returns the memory of a function.
     *
     * @param function the function
     * @return its memory
     */
    public DeviceMemory memory(DeviceFunction function) {
        return required(memories.get(function), function);
    }

    private static <T> T required(@Nullable T found, DeviceFunction function) {
        if (found == null) {
            throw new IllegalArgumentException("function: %s has no engine".formatted(function.name()));
        }
        return found;
    }
}
