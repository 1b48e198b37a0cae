package dev.tdisp.core.pcie;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.Optional;

/**
 * MRd: reads memory (section 2.2.7).
 *
 * @param requester who asks
 * @param tag 0 to 1023
 * @param address of the first byte
 * @param length in bytes; the range stays within a 4 KiB page; 0 reads nothing and flushes writes
 * @param attributes the bits every packet carries
 */
public record MemoryRead(RequesterId requester, int tag, long address, int length, TlpAttributes attributes)
        implements Tlp {
    static final int TYPE = 0;

    /**
     * Checks the ranges.
     *
     * @param requester who asks
     * @param tag 0 to 1023
     * @param address of the first byte
     * @param length in bytes
     * @param attributes the bits every packet carries
     */
    public MemoryRead {
        TlpStart.checkedTag(tag);
        new ByteSpan(address, length);
    }

    /**
     * Creates a read with default attributes.
     *
     * @param requester who asks
     * @param tag 0 to 1023
     * @param address of the first byte
     * @param length in bytes
     */
    public MemoryRead(RequesterId requester, int tag, long address, int length) {
        this(requester, tag, address, length, TlpAttributes.DEFAULT);
    }

    static Optional<Tlp> read(TlpStart start, WireReader in) {
        var requester = new RequesterId(in.u16BigEndian("Requester ID"));
        int tag = start.tag(in.u8("Tag"));
        int enables = in.u8("Last DW BE/First DW BE");
        long address = start.hasLongHeader() ? in.u64BigEndian("Address") : in.u32BigEndian("Address");
        return ByteSpan.of(address & ~3L, start.doublewords(), enables)
                .map(span -> new MemoryRead(requester, tag, span.address(), span.length(), start.attributes()));
    }

    @Override
    public SubStream subStream() {
        return SubStream.NON_POSTED;
    }

    @Override
    public Bytes header() {
        var span = new ByteSpan(address, length);
        var out = WireWriter.create();
        TlpStart.write(out, span.isLong() ? 1 : 0, TYPE, this, span.doublewords());
        writeRequest(out, this, span);
        return out.toBytes();
    }

    static void writeRequest(WireWriter out, Tlp tlp, ByteSpan span) {
        out.u16BigEndian("Requester ID", tlp.requester().value());
        out.u8("Tag", tlp.tag() & 0xFF);
        out.u8("Last DW BE/First DW BE", span.enables());
        if (span.isLong()) {
            out.u64BigEndian("Address", span.doublewordAddress());
        } else {
            out.u32BigEndian("Address", span.doublewordAddress());
        }
    }

    @Override
    public Bytes data() {
        return Bytes.EMPTY;
    }

    @Override
    public String describe() {
        return "MRd %s tag %d %xh +%d".formatted(requester, tag, address, length);
    }
}
