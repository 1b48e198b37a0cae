package dev.tdisp.lab;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What nobody may see, to be found again in what somebody sees: any 15 consecutive bytes of a secret are found, wherever they
 * are. Stretches of eight equal bytes are no secret. Of more than 512 KiB the oldest are forgotten.
 */
final class Secrets {
    /** The number of bytes that are compared. */
    static final int WORD = Long.BYTES;

    private static final int FILTER_SIZE = 1 << 16;
    private static final int MEMORY = 1 << 16;
    private static final long REPEAT = 0x0101_0101_0101_0101L;

    private final Map<Long, Secret> words = new LinkedHashMap<>();
    private final BitSet filter = new BitSet(FILTER_SIZE);

    /**
     * A secret.
     *
     * @param name what to call it
     * @param invariant what does not hold if it is seen
     */
    record Secret(String name, Invariant invariant) {}

    void add(Secret secret, Bytes content) {
        WireReader in = WireReader.of(content);
        while (in.remaining() >= WORD) {
            long word = in.u64("word");
            if (word != (word & 0xFF) * REPEAT) {
                words.put(word, secret);
                filter.set(index(word));
            }
        }
        forget();
    }

    private void forget() {
        Iterator<Long> oldest = words.keySet().iterator();
        for (int left = words.size() - MEMORY; left > 0; left--) {
            oldest.next();
            oldest.remove();
        }
    }

    private static int index(long word) {
        return (int) (word ^ word >>> 29) & FILTER_SIZE - 1;
    }

    /** Finds the first secret in some bytes. */
    Optional<Secret> find(Bytes content) {
        return words.isEmpty() || content.size() < WORD ? Optional.empty() : find(content.toArray());
    }

    private Optional<Secret> find(byte[] content) {
        long word = 0;
        for (int i = 0; i < content.length; i++) {
            word = word >>> Byte.SIZE | (long) content[i] << Long.SIZE - Byte.SIZE;
            if (i >= WORD - 1 && filter.get(index(word)) && words.containsKey(word)) {
                return Optional.of(words.get(word));
            }
        }
        return Optional.empty();
    }
}
