package dev.tdisp.guest.dma;

/**
 * What transfers cost so far.
 *
 * @param mappings how many buffers were mapped
 * @param copies how many times the processor copied a buffer
 * @param bytesCopied how many bytes it copied
 * @param bytesDirect how many bytes the device could use where they were
 * @param stalls how many mappings had to wait, because the pool was full
 */
public record DmaWork(long mappings, long copies, long bytesCopied, long bytesDirect, long stalls) {
    /** No work. */
    public static final DmaWork NONE = new DmaWork(0, 0, 0, 0, 0);

    /**
     * Returns what was added since an earlier look.
     *
     * @param earlier the work then
     * @return the difference
     */
    public DmaWork since(DmaWork earlier) {
        return new DmaWork(
                mappings - earlier.mappings,
                copies - earlier.copies,
                bytesCopied - earlier.bytesCopied,
                bytesDirect - earlier.bytesDirect,
                stalls - earlier.stalls);
    }

    DmaWork mapped() {
        return new DmaWork(mappings + 1, copies, bytesCopied, bytesDirect, stalls);
    }

    DmaWork copied(int bytes) {
        return new DmaWork(mappings, copies + 1, bytesCopied + bytes, bytesDirect, stalls);
    }

    DmaWork direct(int bytes) {
        return new DmaWork(mappings, copies, bytesCopied, bytesDirect + bytes, stalls);
    }

    DmaWork stalled() {
        return new DmaWork(mappings, copies, bytesCopied, bytesDirect, stalls + 1);
    }
}
