package dev.tdisp.guest;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.Visibility;
import java.util.OptionalLong;

/** The registers of the engine, as its data sheet has them: the first page of BAR0, little-endian, whole registers. */
final class EngineRegisters {
    static final int IDENTITY = 0x00;
    static final int OPERATION = 0x08;
    static final int FLAGS = 0x0C;
    static final int SOURCE = 0x10;
    static final int DESTINATION = 0x18;
    static final int LENGTH = 0x20;
    static final int INTERRUPT = 0x24;
    static final int PATTERN = 0x28;
    static final int DOORBELL = 0x30;
    static final int STATUS = 0x34;
    static final int RESULT = 0x38;
    static final int FAULT = 0x40;
    static final int KEY = 0x60;
    static final int COUNTER = 0x80;

    static final long IS_ENGINE = 0x4541_4D44;
    static final long START = 1;
    static final long STATUS_DONE = 2;

    private final GuestAddressSpace space;
    private final long base;
    private final Visibility visibility;

    EngineRegisters(GuestAddressSpace space, long base, Visibility visibility) {
        this.space = space;
        this.base = base;
        this.visibility = visibility;
    }

    /** Writes a register of 4 bytes; false if the write could not leave. */
    boolean write32(int register, long value) {
        var out = WireWriter.create();
        out.u32("value", value);
        return write(register, out.toBytes());
    }

    /** Writes a register of 8 bytes; false if the write could not leave. */
    boolean write64(int register, long value) {
        var out = WireWriter.create();
        out.u64("value", value);
        return write(register, out.toBytes());
    }

    /** Writes consecutive registers of 8 bytes; false if a write could not leave. */
    boolean writeAll(int first, Bytes content) {
        boolean isWritten = true;
        for (int i = 0; i < content.size(); i += Long.BYTES) {
            isWritten &= write(first + i, content.slice(i, i + Long.BYTES));
        }
        return isWritten;
    }

    private boolean write(int register, Bytes content) {
        return space.write(base + register, content, visibility).isDone();
    }

    /** Reads a register of 4 bytes; nothing if the device does not complete it. */
    OptionalLong read32(int register) {
        MemoryResult result = space.read(base + register, Integer.BYTES, visibility);
        return result.isDone() ? OptionalLong.of(WireReader.of(result.data()).u32("value")) : OptionalLong.empty();
    }

    /** Reads a register of 8 bytes; nothing if the device does not complete it. */
    OptionalLong read64(int register) {
        MemoryResult result = space.read(base + register, Long.BYTES, visibility);
        return result.isDone() ? OptionalLong.of(WireReader.of(result.data()).u64("value")) : OptionalLong.empty();
    }
}
