package dev.tdisp.device.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The 4096 bytes of configuration space of one function.
 *
 * <p>For one thread at a time.
 *
 * <pre>{@code
 * List<RegisterChange> changes = space.write(0x04, 2, 0x0006);
 * space.read(0x04, 2); // 0x0006
 * }</pre>
 */
public final class ConfigurationSpace {
    /** The size in bytes. */
    public static final int SIZE = 4096;

    private final RegisterMap map;
    private final long[] values;
    private final long[] frozen;

    ConfigurationSpace(List<Register> registers) {
        this(new RegisterMap(registers));
    }

    private ConfigurationSpace(RegisterMap map) {
        this.map = map;
        this.values = new long[map.registers().size()];
        this.frozen = new long[values.length];
        reset();
    }

    /**
     * Creates the configuration space of another function that is built alike: the same registers with values of its own.
     *
     * @return the space, reset
     */
    public ConfigurationSpace another() {
        return new ConfigurationSpace(map);
    }

    /**
     * Returns the registers.
     *
     * @return all of them, the capability headers included
     */
    public List<Register> registers() {
        return map.registers();
    }

    /**
     * Finds a register by its name.
     *
     * @param name a name, for example {@code SR-IOV Control}
     * @return the first register of that name; empty if this layout has none
     */
    public Optional<Register> register(String name) {
        return map.registers().stream()
                .filter(register -> register.name().equals(name))
                .findFirst();
    }

    /**
     * Reads as software does.
     *
     * @param offset where, aligned to the size
     * @param size 1, 2 or 4 bytes
     * @return the value; 0 in bytes that nothing implements
     * @throws IllegalArgumentException if no such access can be
     */
    public long read(int offset, int size) {
        requireAccess(offset, size);
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << 8 | byteAt(offset + i, size);
        }
        return value;
    }

    /**
     * Writes as software does: only writable bits take the value, only clearable bits where 1 is written become 0.
     *
     * @param offset where, aligned to the size
     * @param size 1, 2 or 4 bytes
     * @param value the value
     * @return what became of each register that the access reached, in order of their offsets
     * @throws IllegalArgumentException if no such access can be
     */
    public List<RegisterChange> write(int offset, int size, long value) {
        requireAccess(offset, size);
        List<RegisterChange> changes = List.of();
        int at = offset;
        while (at < offset + size) {
            int owner = map.ownerOf(at);
            if (owner == RegisterMap.NOBODY) {
                at++;
                continue;
            }
            Register register = map.register(owner);
            int end = Math.min(register.end(), offset + size);
            if (!register.doubleWordOnly() || size == 4) {
                long part = value >>> (8 * (at - offset)) & mask(end - at);
                int shift = 8 * (at - register.offset());
                changes = with(changes, write(owner, part << shift, mask(end - at) << shift));
            }
            at = end;
        }
        return changes;
    }

    /** Adds to a list that nearly always has one element: few accesses reach more than one register. */
    private static List<RegisterChange> with(List<RegisterChange> before, RegisterChange next) {
        if (before.isEmpty()) {
            return List.of(next);
        }
        var all = new ArrayList<>(before);
        all.add(next);
        return List.copyOf(all);
    }

    private RegisterChange write(int index, long written, long enabled) {
        Register register = map.register(index);
        long before = values[index];
        long writable = register.writable() & enabled & ~frozen[index];
        long after = before & ~writable | written & writable;
        after &= ~(written & register.clearable() & enabled);
        if (register.oneHot() && (Long.bitCount(after) != 1 || (written & ~register.writable()) != 0)) {
            after = before;
        }
        values[index] = after;
        return new RegisterChange(register, before, written, after);
    }

    /**
     * Returns the value of a register.
     *
     * @param register one of {@link #registers()}
     * @return its value
     */
    public long value(Register register) {
        return values[map.indexOf(register)];
    }

    /**
     * Tells whether all of these bits of a register are set.
     *
     * @param register one of {@link #registers()}
     * @param mask the bits
     * @return true if each is 1
     */
    public boolean isSet(Register register, long mask) {
        return (value(register) & mask) == mask;
    }

    /**
     * Sets a register as hardware does, whatever its masks.
     *
     * @param register one of {@link #registers()}
     * @param value its new value
     */
    public void set(Register register, long value) {
        values[map.indexOf(register)] = value & register.bits();
    }

    /**
     * Sets some bits of a register as hardware does.
     *
     * @param register one of {@link #registers()}
     * @param mask the bits
     * @param on what they become
     */
    public void set(Register register, long mask, boolean on) {
        long value = value(register);
        set(register, on ? value | mask : value & ~mask);
    }

    /**
     * Makes bits of a register read-only, or lets software write them again.
     *
     * @param register one of {@link #registers()}
     * @param mask the bits that are read-only from now on; 0 for none beyond those that always are
     */
    public void freeze(Register register, long mask) {
        frozen[map.indexOf(register)] = mask;
    }

    /** Gives every register its reset value and thaws all. */
    public void reset() {
        for (int index = 0; index < values.length; index++) {
            values[index] = map.register(index).reset();
        }
        Arrays.fill(frozen, 0);
    }

    /** Gives every register its reset value, except for the bits that survive a function level reset. */
    public void resetFunction() {
        resetAllBut(Register::retained);
    }

    /** Gives every register its reset value, except for the sticky bits. */
    public void resetHot() {
        resetAllBut(Register::sticky);
    }

    private void resetAllBut(ToLongFunction<Register> survivors) {
        for (int index = 0; index < values.length; index++) {
            Register register = map.register(index);
            long kept = survivors.applyAsLong(register);
            values[index] = values[index] & kept | register.reset() & ~kept;
        }
        Arrays.fill(frozen, 0);
    }

    private long byteAt(int offset, int size) {
        int owner = map.ownerOf(offset);
        if (owner == RegisterMap.NOBODY) {
            return 0;
        }
        Register register = map.register(owner);
        if (register.doubleWordOnly() && size != 4) {
            return 0;
        }
        return values[owner] >>> (8 * (offset - register.offset())) & 0xFF;
    }

    private static long mask(int bytes) {
        return (1L << (8 * bytes)) - 1;
    }

    /**
     * Checks that an access can be.
     *
     * @param offset where
     * @param size how many bytes
     * @throws IllegalArgumentException if it is not 1, 2 or 4 aligned bytes of the space
     */
    public static void requireAccess(int offset, int size) {
        if (size != 1 && size != 2 && size != 4) {
            throw new IllegalArgumentException("size: %d, not 1, 2 or 4 bytes".formatted(size));
        }
        if (offset < 0 || offset >= SIZE || offset % size != 0) {
            throw new IllegalArgumentException("offset: %xh cannot be accessed by %d bytes".formatted(offset, size));
        }
    }
}
