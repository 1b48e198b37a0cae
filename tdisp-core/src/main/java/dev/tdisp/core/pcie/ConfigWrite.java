package dev.tdisp.core.pcie;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.Optional;

/**
 * CfgWr0 or CfgWr1: writes a configuration register (section 2.2.7.1).
 *
 * @param requester who writes: the host
 * @param tag 0 to 1023
 * @param target the function whose register it is
 * @param offset of the first byte, 0 to FFFh
 * @param payload 1 to 4 bytes within a doubleword, the least significant first
 * @param type1 whether a bridge has to pass it on
 * @param attributes the bits every packet carries
 */
public record ConfigWrite(
        RequesterId requester,
        int tag,
        RequesterId target,
        int offset,
        Bytes payload,
        boolean type1,
        TlpAttributes attributes)
        implements Tlp {
    /**
     * Checks the ranges.
     *
     * @param requester who writes
     * @param tag 0 to 1023
     * @param target the function
     * @param offset of the first byte
     * @param payload the bytes
     * @param type1 whether a bridge has to pass it on
     * @param attributes the bits every packet carries
     */
    public ConfigWrite {
        TlpStart.checkedTag(tag);
        ConfigRead.checkRegister(offset, payload.size());
    }

    /**
     * Creates a type 0 write with default attributes.
     *
     * @param requester who writes
     * @param tag 0 to 1023
     * @param target the function
     * @param offset of the first byte
     * @param payload the bytes
     */
    public ConfigWrite(RequesterId requester, int tag, RequesterId target, int offset, Bytes payload) {
        this(requester, tag, target, offset, payload, false, TlpAttributes.DEFAULT);
    }

    static Optional<Tlp> read(TlpStart start, WireReader in) {
        var requester = new RequesterId(in.u16BigEndian("Requester ID"));
        int tag = start.tag(in.u8("Tag"));
        int enables = in.u8("Last DW BE/First DW BE");
        var target = new RequesterId(in.u16BigEndian("Target ID"));
        int register = in.u16BigEndian("Register Number") & 0xFFC;
        Bytes data = in.rest("Data");
        return ByteSpan.of(register, 1, enables)
                .filter(span -> span.length() > 0 && !start.hasLongHeader() && start.doublewords() == 1)
                .map(span -> new ConfigWrite(
                        requester,
                        tag,
                        target,
                        (int) span.address(),
                        span.unpad(data),
                        start.type() == ConfigRead.TYPE_1,
                        start.attributes()));
    }

    @Override
    public SubStream subStream() {
        return SubStream.NON_POSTED;
    }

    @Override
    public Bytes header() {
        var out = WireWriter.create();
        TlpStart.write(out, 2, type1 ? ConfigRead.TYPE_1 : ConfigRead.TYPE_0, this, 1);
        ConfigRead.writeRequest(out, this, target, new ByteSpan(offset, payload.size()));
        return out.toBytes();
    }

    @Override
    public Bytes data() {
        return new ByteSpan(offset, payload.size()).pad(payload);
    }

    @Override
    public String describe() {
        return "CfgWr%d %s tag %d %s %03xh +%d"
                .formatted(type1 ? 1 : 0, requester, tag, target, offset, payload.size());
    }
}
