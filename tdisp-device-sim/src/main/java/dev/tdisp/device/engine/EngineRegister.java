package dev.tdisp.device.engine;

import java.util.Optional;

/**
 * A register of the engine, at its offset in BAR0. Accesses are whole registers, or the halves of an 8-byte one; others
 * read 0 and write nothing.
 *
 * <pre>
 *   write SOURCE, DESTINATION, LENGTH, OPERATION; write 1 to DOORBELL; read STATUS, RESULT
 * </pre>
 */
public enum EngineRegister {
    /** {@code DMAE} in ASCII. */
    IDENTITY(0x00, 4, false),
    /** The version of this interface, 1. */
    VERSION(0x04, 4, false),
    /** What to do: see {@link Operation}. */
    OPERATION(0x08, 4, true),
    /**
     * Bit 0: the source is device memory. Bit 1: the destination is device memory. Bit 2: addresses of the host are
     * translated first (ATS), and may lead to a peer.
     */
    FLAGS(0x0C, 4, true),
    /** The address of the first byte to read. */
    SOURCE(0x10, 8, true),
    /** The address of the first byte to write. */
    DESTINATION(0x18, 8, true),
    /** How many bytes; at most 1 MiB. */
    LENGTH(0x20, 4, true),
    /** Bit 31: raise an interrupt when done. Bits 10:0: the MSI-X vector. */
    INTERRUPT(0x24, 4, true),
    /** The eight bytes that {@link Operation#FILL} repeats. */
    PATTERN(0x28, 8, true),
    /** Writing 1 starts the work, writing 2 gives it up; reads 0. */
    DOORBELL(0x30, 4, true),
    /** 0 idle, 1 busy, 2 done, 3 failed, 4 given up. */
    STATUS(0x34, 4, false),
    /** The checksum, or how many bytes were written. */
    RESULT(0x38, 8, false),
    /** Why the work failed: the status of {@link dev.tdisp.device.function.DmaResult}, or 100h for a bad request. */
    FAULT(0x40, 4, false),
    /** How many bytes were processed before that. */
    PROCESSED(0x44, 4, false),
    /** How many pieces of work were done since the last scrub. */
    COMPLETED(0x48, 8, false),
    /**
     * Of the physical function alone, written whole: how many bytes the work of a virtual function may have from now on, in
     * bits 63:32, and which function, from 1, in bits 31:0. It holds until the physical function is reset; reads 0.
     */
    LIMIT(0x50, 8, true),
    /** Bytes 0 to 7 of the AES-256 key; the key reads 0. */
    KEY_0(0x60, 8, true),
    /** Bytes 8 to 15 of the key. */
    KEY_1(0x68, 8, true),
    /** Bytes 16 to 23 of the key. */
    KEY_2(0x70, 8, true),
    /** Bytes 24 to 31 of the key. */
    KEY_3(0x78, 8, true),
    /** Bytes 0 to 7 of the first counter block. */
    COUNTER_0(0x80, 8, true),
    /** Bytes 8 to 15 of the first counter block. */
    COUNTER_1(0x88, 8, true);

    private final int offset;
    private final int size;
    private final boolean writable;

    EngineRegister(int offset, int size, boolean writable) {
        this.offset = offset;
        this.size = size;
        this.writable = writable;
    }

    /**
     * Returns where it is.
     *
     * @return the offset in BAR0
     */
    public int offset() {
        return offset;
    }

    /**
     * Returns how large it is.
     *
     * @return 4 or 8 bytes
     */
    public int size() {
        return size;
    }

    boolean isWritable() {
        return writable;
    }

    boolean isReadable() {
        return this != DOORBELL && this != LIMIT && (offset < KEY_0.offset || offset > KEY_3.offset);
    }

    static Optional<EngineRegister> at(long offset, int length) {
        for (EngineRegister register : values()) {
            long inside = offset - register.offset;
            boolean isWhole = inside == 0 && length == register.size;
            boolean isHalf = register.size == 8 && length == 4 && (inside == 0 || inside == 4);
            if (isWhole || isHalf) {
                return Optional.of(register);
            }
        }
        return Optional.empty();
    }
}
