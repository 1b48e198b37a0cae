package dev.tdisp.guest;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.Visibility;
import java.util.OptionalLong;

/** Reads and writes registers in a window of a device, little-endian and whole, and counts how often. */
final class RegisterAccess {
    private final GuestAddressSpace space;
    private final long base;
    private final Visibility visibility;
    private long reads;
    private long writes;

    RegisterAccess(GuestAddressSpace space, long base, Visibility visibility) {
        this.space = space;
        this.base = base;
        this.visibility = visibility;
    }

    /** Writes a register of 4 bytes; false if the write could not leave. */
    boolean write32(long register, long value) {
        var out = WireWriter.create();
        out.u32("value", value);
        return write(register, out.toBytes());
    }

    /** Writes a register of 8 bytes; false if the write could not leave. */
    boolean write64(long register, long value) {
        var out = WireWriter.create();
        out.u64("value", value);
        return write(register, out.toBytes());
    }

    /** Writes consecutive registers of 8 bytes; false if a write could not leave. */
    boolean writeAll(long first, Bytes content) {
        boolean isWritten = true;
        for (int i = 0; i < content.size(); i += Long.BYTES) {
            isWritten &= write(first + i, content.slice(i, i + Long.BYTES));
        }
        return isWritten;
    }

    private boolean write(long register, Bytes content) {
        writes++;
        return space.write(base + register, content, visibility).isDone();
    }

    /** Reads a register of 4 bytes; nothing if the device does not complete it. */
    OptionalLong read32(long register) {
        MemoryResult result = read(register, Integer.BYTES);
        return result.isDone() ? OptionalLong.of(WireReader.of(result.data()).u32("value")) : OptionalLong.empty();
    }

    /** Reads a register of 8 bytes; nothing if the device does not complete it. */
    OptionalLong read64(long register) {
        MemoryResult result = read(register, Long.BYTES);
        return result.isDone() ? OptionalLong.of(WireReader.of(result.data()).u64("value")) : OptionalLong.empty();
    }

    private MemoryResult read(long register, int size) {
        reads++;
        return space.read(base + register, size, visibility);
    }

    long reads() {
        return reads;
    }

    long writes() {
        return writes;
    }
}
