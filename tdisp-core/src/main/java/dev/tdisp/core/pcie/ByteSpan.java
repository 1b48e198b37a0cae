package dev.tdisp.core.pcie;

import dev.tdisp.core.wire.Bytes;
import java.util.Optional;

/** A range of bytes, as doubleword count and byte enables say it (section 2.2.5). */
record ByteSpan(long address, int length) {
    private static final int PAGE = 4096;

    /** Checks what a memory request may ask for (section 2.2.7). */
    ByteSpan {
        boolean crosses = length < 0 || (address & PAGE - 1) + length > PAGE;
        if (crosses) {
            throw new IllegalArgumentException("%d bytes at %xh cross a 4 KiB boundary".formatted(length, address));
        }
        if (length == 0 && (address & 3) != 0) {
            throw new IllegalArgumentException("no bytes at %xh: not at a doubleword".formatted(address));
        }
    }

    /** Finds the range of a header's fields; nothing if the enabled bytes have gaps or cross a page. */
    static Optional<ByteSpan> of(long doublewordAddress, int doublewords, int enables) {
        int first = enables & 0xF;
        int last = enables >>> 4;
        boolean isSingle = doublewords == 1;
        if (isSingle && enables == 0) {
            return Optional.of(new ByteSpan(doublewordAddress, 0));
        }
        int end = isSingle ? first : last;
        if (first == 0 || isSingle != (last == 0)) {
            return Optional.empty();
        }
        int start = Integer.numberOfTrailingZeros(first);
        int length = 4 * (doublewords - 1) + 32 - Integer.numberOfLeadingZeros(end) - start;
        boolean crosses = (doublewordAddress & PAGE - 1) + start + length > PAGE;
        return crosses ? Optional.empty() : Optional.of(new ByteSpan(doublewordAddress + start, length));
    }

    int doublewords() {
        return length == 0 ? 1 : (start() + length + 3) / 4;
    }

    int enables() {
        if (length == 0) {
            return 0;
        }
        int last = 0xF >>> 4 * doublewords() - start() - length;
        int first = 0xF << start() & 0xF;
        return doublewords() == 1 ? first & last : last << 4 | first;
    }

    boolean isLong() {
        return address >>> 32 != 0;
    }

    long doublewordAddress() {
        return address & ~3L;
    }

    /** Puts bytes into whole doublewords, zeros around them. */
    Bytes pad(Bytes content) {
        int tail = 4 * doublewords() - start() - content.size();
        return tail == 0 && start() == 0
                ? content
                : Bytes.concat(Bytes.filled(0, start()), content, Bytes.filled(0, tail));
    }

    /** Takes the bytes out of whole doublewords. */
    Bytes unpad(Bytes data) {
        return data.slice(start(), start() + length);
    }

    private int start() {
        return (int) address & 3;
    }
}
