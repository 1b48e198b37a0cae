package dev.tdisp.spdm.certificate;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;

/** Finds the ends of DER sequences, so that their bytes are used as they stand, never encoded anew. */
final class DerSequence {
    private static final int SEQUENCE = 0x30;
    private static final int LONG_FORM = 0x80;
    private static final int MOST_LENGTH_BYTES = 4;

    private DerSequence() {}

    /**
     * Returns the size of a sequence with its tag and length, which may be more than is there.
     *
     * @throws MalformedMessageException if no sequence starts there
     */
    static long sizeAt(Bytes encoded, int start) {
        var in = WireReader.of(encoded.from(start));
        long content = contentSize(in);
        return in.offset() + content;
    }

    /** Returns the first sequence within a sequence. */
    static Bytes firstWithin(Bytes encoded) {
        var in = WireReader.of(encoded);
        contentSize(in);
        return in.bytes("Sequence", sizeAt(encoded, in.offset()));
    }

    private static long contentSize(WireReader in) {
        int tag = in.u8("Tag");
        if (tag != SEQUENCE) {
            throw in.malformed("Tag", 1, "%02Xh is no sequence".formatted(tag));
        }
        int first = in.u8("Length");
        if (first < LONG_FORM) {
            return first;
        }
        int count = first - LONG_FORM;
        if (count == 0 || count > MOST_LENGTH_BYTES) {
            throw in.malformed("Length", 1, "length of %d bytes".formatted(count));
        }
        long size = 0;
        for (int i = 0; i < count; i++) {
            size = size << Byte.SIZE | in.u8("Length");
        }
        return size;
    }
}
