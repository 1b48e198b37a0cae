package dev.tdisp.core.pcie;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * What a translation completion says of one page of 4 KiB (section 10.2.3).
 *
 * @param address the translated address of the page
 * @param flags bits 11 to 0
 */
public record TranslationEntry(long address, int flags) {
    /** The size of an entry in bytes. */
    public static final int SIZE = 8;

    /** Reads are permitted. */
    public static final int READ = 1;

    /** Writes are permitted. */
    public static final int WRITE = 1 << 1;

    /** The page is reached by untranslated requests only. */
    public static final int UNTRANSLATED_ONLY = 1 << 2;

    /** Execution is permitted. */
    public static final int EXECUTE = 1 << 3;

    /** The translation holds for all address spaces. */
    public static final int GLOBAL = 1 << 5;

    private static final int FLAGS = 0xFFF;

    /**
     * Drops the offset in the page.
     *
     * @param address any address in the page
     * @param flags bits 11 to 0
     */
    public TranslationEntry {
        address &= ~(long) FLAGS;
        if ((flags & ~FLAGS) != 0) {
            throw new IllegalArgumentException("flags: %xh".formatted(flags));
        }
    }

    /**
     * Tells whether accesses may use the translation.
     *
     * @param write true for writes
     * @return true if they may
     */
    public boolean permits(boolean write) {
        return (flags & (write ? WRITE : READ)) != 0;
    }

    /**
     * Encodes the entry.
     *
     * @return 8 bytes
     */
    public Bytes encode() {
        var out = WireWriter.create();
        out.u64BigEndian("Translation Completion Data Entry", address | flags);
        return out.toBytes();
    }

    /**
     * Decodes an entry.
     *
     * @param content 8 bytes
     * @return the entry
     */
    public static TranslationEntry decode(Bytes content) {
        long value = WireReader.of(content).u64BigEndian("Translation Completion Data Entry");
        return new TranslationEntry(value, (int) (value & FLAGS));
    }
}
