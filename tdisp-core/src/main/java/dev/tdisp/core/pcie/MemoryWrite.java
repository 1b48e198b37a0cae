package dev.tdisp.core.pcie;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.Optional;

/**
 * MWr: writes memory (section 2.2.7); an MSI or MSI-X interrupt is such a write.
 *
 * @param requester who writes
 * @param tag 0 to 1023, without meaning
 * @param address of the first byte
 * @param payload the bytes; the range stays within a 4 KiB page
 * @param attributes the bits every packet carries
 */
public record MemoryWrite(RequesterId requester, int tag, long address, Bytes payload, TlpAttributes attributes)
        implements Tlp {
    private static final int TYPE = 0;

    /**
     * Checks the ranges.
     *
     * @param requester who writes
     * @param tag 0 to 1023
     * @param address of the first byte
     * @param payload the bytes
     * @param attributes the bits every packet carries
     */
    public MemoryWrite {
        TlpStart.checkedTag(tag);
        new ByteSpan(address, payload.size());
    }

    /**
     * Creates a write with default attributes.
     *
     * @param requester who writes
     * @param tag 0 to 1023
     * @param address of the first byte
     * @param payload the bytes
     */
    public MemoryWrite(RequesterId requester, int tag, long address, Bytes payload) {
        this(requester, tag, address, payload, TlpAttributes.DEFAULT);
    }

    static Optional<Tlp> read(TlpStart start, WireReader in) {
        var requester = new RequesterId(in.u16BigEndian("Requester ID"));
        int tag = start.tag(in.u8("Tag"));
        int enables = in.u8("Last DW BE/First DW BE");
        long address = start.hasLongHeader() ? in.u64BigEndian("Address") : in.u32BigEndian("Address");
        Bytes data = in.rest("Data");
        return ByteSpan.of(address & ~3L, start.doublewords(), enables)
                .map(span -> new MemoryWrite(requester, tag, span.address(), span.unpad(data), start.attributes()));
    }

    @Override
    public SubStream subStream() {
        return SubStream.POSTED;
    }

    @Override
    public Bytes header() {
        var span = new ByteSpan(address, payload.size());
        var out = WireWriter.create();
        TlpStart.write(out, span.isLong() ? 3 : 2, TYPE, this, span.doublewords());
        MemoryRead.writeRequest(out, this, span);
        return out.toBytes();
    }

    @Override
    public Bytes data() {
        return new ByteSpan(address, payload.size()).pad(payload);
    }

    @Override
    public String describe() {
        return "MWr %s tag %d %xh +%d".formatted(requester, tag, address, payload.size());
    }

    /**
     * Says what it is, without its data, which may be secret.
     *
     * @return the same as {@link #describe()}
     */
    @Override
    public String toString() {
        return describe();
    }
}
