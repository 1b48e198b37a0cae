package dev.tdisp.core.pcie;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.Optional;

/**
 * CfgRd0 or CfgRd1: reads a configuration register (section 2.2.7.1).
 *
 * @param requester who asks: the host
 * @param tag 0 to 1023
 * @param target the function whose register it is
 * @param offset of the first byte, 0 to FFFh
 * @param size in bytes, 1 to 4, within a doubleword
 * @param type1 whether a bridge has to pass it on
 * @param attributes the bits every packet carries
 */
public record ConfigRead(
        RequesterId requester,
        int tag,
        RequesterId target,
        int offset,
        int size,
        boolean type1,
        TlpAttributes attributes)
        implements Tlp {
    static final int TYPE_0 = 4;
    static final int TYPE_1 = 5;

    /**
     * Checks the ranges.
     *
     * @param requester who asks
     * @param tag 0 to 1023
     * @param target the function
     * @param offset of the first byte
     * @param size in bytes
     * @param type1 whether a bridge has to pass it on
     * @param attributes the bits every packet carries
     */
    public ConfigRead {
        TlpStart.checkedTag(tag);
        checkRegister(offset, size);
    }

    /**
     * Creates a type 0 read with default attributes.
     *
     * @param requester who asks
     * @param tag 0 to 1023
     * @param target the function
     * @param offset of the first byte
     * @param size in bytes
     */
    public ConfigRead(RequesterId requester, int tag, RequesterId target, int offset, int size) {
        this(requester, tag, target, offset, size, false, TlpAttributes.DEFAULT);
    }

    static void checkRegister(int offset, int size) {
        if (offset >>> 12 != 0 || size < 1 || (offset & 3) + size > 4) {
            throw new IllegalArgumentException("no register of %d bytes at %xh".formatted(size, offset));
        }
    }

    static Optional<Tlp> read(TlpStart start, WireReader in) {
        var requester = new RequesterId(in.u16BigEndian("Requester ID"));
        int tag = start.tag(in.u8("Tag"));
        int enables = in.u8("Last DW BE/First DW BE");
        var target = new RequesterId(in.u16BigEndian("Target ID"));
        int register = in.u16BigEndian("Register Number") & 0xFFC;
        return ByteSpan.of(register, 1, enables)
                .filter(span -> span.length() > 0 && !start.hasLongHeader())
                .map(span -> new ConfigRead(
                        requester,
                        tag,
                        target,
                        (int) span.address(),
                        span.length(),
                        start.type() == TYPE_1,
                        start.attributes()));
    }

    @Override
    public SubStream subStream() {
        return SubStream.NON_POSTED;
    }

    @Override
    public Bytes header() {
        var span = new ByteSpan(offset, size);
        var out = WireWriter.create();
        TlpStart.write(out, 0, type1 ? TYPE_1 : TYPE_0, this, 1);
        writeRequest(out, this, target, span);
        return out.toBytes();
    }

    static void writeRequest(WireWriter out, Tlp tlp, RequesterId target, ByteSpan span) {
        out.u16BigEndian("Requester ID", tlp.requester().value());
        out.u8("Tag", tlp.tag() & 0xFF);
        out.u8("Last DW BE/First DW BE", span.enables());
        out.u16BigEndian("Target ID", target.value());
        out.u16BigEndian("Register Number", (int) span.doublewordAddress());
    }

    @Override
    public Bytes data() {
        return Bytes.EMPTY;
    }

    @Override
    public String describe() {
        return "CfgRd%d %s tag %d %s %03xh +%d".formatted(type1 ? 1 : 0, requester, tag, target, offset, size);
    }
}
