package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/** Sizes of fields that several messages share. */
final class FieldSizes {
    static final int NONCE = 32;

    private static final int REQUESTER_CONTEXT = 8;

    private FieldSizes() {}

    static int requesterContext(SpdmHeader header) {
        return header.isAtLeast(SpdmVersion.V1_3) ? REQUESTER_CONTEXT : 0;
    }

    static void require(String field, Bytes value, int size) {
        if (value.size() != size) {
            throw new IllegalArgumentException("%s: %d bytes are not %d".formatted(field, value.size(), size));
        }
    }
}
