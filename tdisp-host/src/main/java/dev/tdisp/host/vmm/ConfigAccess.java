package dev.tdisp.host.vmm;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.Type0Header;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Configuration cycles to one function. */
public final class ConfigAccess {
    private static final int EXTENDED_END = 0x1000;
    private static final int EXTENDED_START = Type0Header.FIRST_EXTENDED_CAPABILITY;
    private static final int FIRST_CAPABILITY = 0x40;
    private static final int POINTER_MASK = 0xFC;
    private static final long ABSENT = 0xFFFF_FFFFL;

    /** No chain of capabilities has more links than fit into its space. */
    private static final int MOST_CAPABILITIES = (EXTENDED_START - FIRST_CAPABILITY) / 4;

    private static final int MOST_EXTENDED = (EXTENDED_END - EXTENDED_START) / 8;

    private final PcieDevice device;
    private final FunctionId function;

    /**
     * Creates the access to a function.
     *
     * @param device the device behind the port
     * @param function the function
     */
    public ConfigAccess(PcieDevice device, FunctionId function) {
        this.device = device;
        this.function = function;
    }

    /**
     * Returns which function it is.
     *
     * @return the function
     */
    public FunctionId function() {
        return function;
    }

    /**
     * Reads a register.
     *
     * @param offset of the first byte
     * @param size 1, 2 or 4
     * @return the value; all ones if nobody answers
     */
    public long read(int offset, int size) {
        return device.configRead(function.requesterId(), offset, size);
    }

    /**
     * Writes a register.
     *
     * @param offset of the first byte
     * @param size 1, 2 or 4
     * @param value the value
     */
    public void write(int offset, int size, long value) {
        device.configWrite(function.requesterId(), offset, size, value);
    }

    /**
     * Sets bits of a register and leaves the others.
     *
     * @param offset of the first byte
     * @param size 1, 2 or 4
     * @param bits the bits to set
     */
    public void setBits(int offset, int size, long bits) {
        write(offset, size, read(offset, size) | bits);
    }

    /**
     * Clears bits of a register and leaves the others.
     *
     * @param offset of the first byte
     * @param size 1, 2 or 4
     * @param bits the bits to clear
     */
    public void clearBits(int offset, int size, long bits) {
        write(offset, size, read(offset, size) & ~bits);
    }

    /**
     * Tells whether the function answers. A virtual function has no vendor of its own, so the class decides.
     *
     * @return false if every read gives all ones
     */
    public boolean isPresent() {
        return read(Type0Header.REVISION_ID, 4) != ABSENT;
    }

    /**
     * Finds a capability.
     *
     * @param id its ID
     * @return its offset, or nothing if the function has none or its chain is broken
     */
    public OptionalInt capability(int id) {
        int at = (int) read(Type0Header.CAPABILITIES_POINTER, 1) & POINTER_MASK;
        for (int steps = 0; at >= FIRST_CAPABILITY && steps < MOST_CAPABILITIES; steps++) {
            int header = (int) read(at, 2);
            if ((header & 0xFF) == id) {
                return OptionalInt.of(at);
            }
            at = header >>> 8 & POINTER_MASK;
        }
        return OptionalInt.empty();
    }

    /**
     * Finds an extended capability.
     *
     * @param id its ID
     * @return its offset, or nothing if the function has none or its chain is broken
     */
    public OptionalInt extendedCapability(int id) {
        return extendedCapabilities(id).stream().mapToInt(at -> at).findFirst();
    }

    /**
     * Finds the extended capabilities of a kind, of which a function may have several.
     *
     * @param id their ID
     * @return their offsets, in the order of the chain as far as it is not broken
     */
    public List<Integer> extendedCapabilities(int id) {
        List<Integer> found = new ArrayList<>();
        int at = EXTENDED_START;
        for (int steps = 0; at >= EXTENDED_START && steps < MOST_EXTENDED; steps++) {
            long header = read(at, 4);
            if (header == ABSENT) {
                return List.of();
            }
            if ((header & 0xFFFF) == id && header != 0 && !found.contains(at)) {
                found.add(at);
            }
            at = (int) (header >>> 20) & ~3;
        }
        return List.copyOf(found);
    }

    /**
     * Finds an extended capability that must be there.
     *
     * @param id its ID
     * @param name its name
     * @return its offset
     * @throws EnumerationException if the function has none
     */
    int requireExtended(int id, String name) {
        return extendedCapability(id)
                .orElseThrow(() -> new EnumerationException("%s has no %s capability".formatted(function, name)));
    }

    @Override
    public String toString() {
        return "configuration space of " + function;
    }
}
