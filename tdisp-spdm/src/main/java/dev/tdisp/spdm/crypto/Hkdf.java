package dev.tdisp.spdm.crypto;

import dev.tdisp.core.wire.Bytes;
import java.util.Arrays;

/** HKDF-Expand (RFC 5869) over any HMAC. */
final class Hkdf {
    private static final int MOST_BLOCKS = 255;

    private Hkdf() {}

    /** Expands a key, by an HMAC under that key. */
    static Secret expand(KeyedHmac hmac, int digestSize, Bytes info, int size) {
        if (size < 0 || size > MOST_BLOCKS * digestSize) {
            throw new IllegalArgumentException("size: %d bytes cannot be derived".formatted(size));
        }
        byte[] infoBytes = info.toArray();
        var result = new byte[size];
        var block = new byte[0];
        int filled = 0;
        for (int number = 1; filled < size; number++) {
            byte[] next = hmac.of(block, infoBytes, new byte[] {(byte) number});
            Arrays.fill(block, (byte) 0);
            block = next;
            int part = Math.min(block.length, size - filled);
            System.arraycopy(block, 0, result, filled, part);
            filled += part;
        }
        Arrays.fill(block, (byte) 0);
        return Secret.adopt(result);
    }

    /** An HMAC whose key is set. */
    interface KeyedHmac {
        byte[] of(byte[]... parts);
    }
}
