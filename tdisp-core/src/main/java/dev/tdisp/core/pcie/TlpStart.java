package dev.tdisp.core.pcie;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.Set;

/** The first doubleword of every header (section 2.2.1). */
record TlpStart(int format, int type, int tagHigh, int hints, boolean digest, TlpAttributes attributes, int length) {
    static final int TYPE = 0x1F;
    static final int SHORT_HEADER = 12;

    /** MRd or MWr, MRdLk, FetchAdd, Swap, CAS and DMWr: what is led by an address in memory. */
    static final Set<Integer> BY_ADDRESS = Set.of(0x00, 0x01, 0x0C, 0x0D, 0x0E, 0x1B);

    private static final int FORMAT_PREFIX = 4;
    private static final int MAX_DOUBLEWORDS = 1024;

    static TlpStart read(WireReader in) {
        int formatAndType = in.u8("Fmt/Type");
        int classAndTag = in.u8("T9/TC/T8/Attr2/LN/TH");
        int lengthAndBits = in.u16BigEndian("TD/EP/Attr/AT/Length");
        var attributes = new TlpAttributes(
                classAndTag >>> 4 & 7,
                (classAndTag & 4) != 0,
                (lengthAndBits & 0x2000) != 0,
                (lengthAndBits & 0x1000) != 0,
                AddressType.of(lengthAndBits >>> 10),
                (lengthAndBits & 0x4000) != 0);
        int tagHigh = classAndTag >>> 6 & 2 | classAndTag >>> 3 & 1;
        boolean digest = (lengthAndBits & 0x8000) != 0;
        return new TlpStart(
                formatAndType >>> 5,
                formatAndType & TYPE,
                tagHigh,
                classAndTag & 3,
                digest,
                attributes,
                lengthAndBits & 0x3FF);
    }

    static void write(WireWriter out, int format, int type, Tlp tlp, int doublewords) {
        TlpAttributes attributes = tlp.attributes();
        int tagHigh = tlp.tag() >>> 8;
        out.u8("Fmt/Type", format << 5 | type);
        out.u8(
                "T9/TC/T8/Attr2/LN/TH",
                (tagHigh & 2) << 6
                        | attributes.trafficClass() << 4
                        | (tagHigh & 1) << 3
                        | (attributes.idBasedOrdering() ? 4 : 0));
        out.u16BigEndian(
                "TD/EP/Attr/AT/Length",
                (attributes.poisoned() ? 0x4000 : 0)
                        | (attributes.relaxedOrdering() ? 0x2000 : 0)
                        | (attributes.noSnoop() ? 0x1000 : 0)
                        | attributes.addressType().code() << 10
                        | doublewords & 0x3FF);
    }

    static int checkedTag(int tag) {
        if (tag >>> 10 != 0) {
            throw new IllegalArgumentException("tag: %d does not fit in 10 bits".formatted(tag));
        }
        return tag;
    }

    /** Tells how long a header is by its first byte; 0 if a prefix starts with it. */
    static int headerSize(int formatAndType) {
        int format = formatAndType >>> 5;
        if (format >= FORMAT_PREFIX) {
            return 0;
        }
        return (format & 1) != 0 ? 16 : SHORT_HEADER;
    }

    boolean isPrefix() {
        return format >= FORMAT_PREFIX;
    }

    boolean hasData() {
        return (format & 2) != 0;
    }

    boolean hasLongHeader() {
        return (format & 1) != 0;
    }

    boolean hasUnmodelledBits() {
        return digest || hints != 0;
    }

    int headerSize() {
        return hasLongHeader() ? 16 : SHORT_HEADER;
    }

    int doublewords() {
        return length == 0 ? MAX_DOUBLEWORDS : length;
    }

    int totalSize() {
        return headerSize() + (hasData() ? 4 * doublewords() : 0) + (digest ? 4 : 0);
    }

    int tag(int low) {
        return tagHigh << 8 | low;
    }
}
