package dev.tdisp.core.pcie;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.Optional;

/**
 * Msg or MsgD: a message (section 2.2.8).
 *
 * @param requester who sends
 * @param tag 0 to 1023
 * @param routing 0 to 7: 0 to the root complex, 4 to the other end of the link
 * @param code the Message Code
 * @param detail the third and fourth doubleword of the header
 * @param payload whole doublewords, perhaps none
 * @param attributes the bits every packet carries
 */
public record MessageTlp(
        RequesterId requester, int tag, int routing, int code, long detail, Bytes payload, TlpAttributes attributes)
        implements Tlp {
    static final int TYPE = 0x10;

    /** The routing of messages that end at the other end of the link. */
    public static final int ROUTING_LOCAL = 4;

    private static final int MAX_SIZE = 4096;

    /**
     * Checks the ranges.
     *
     * @param requester who sends
     * @param tag 0 to 1023
     * @param routing 0 to 7
     * @param code the Message Code
     * @param detail the third and fourth doubleword of the header
     * @param payload whole doublewords, perhaps none
     * @param attributes the bits every packet carries
     */
    public MessageTlp {
        TlpStart.checkedTag(tag);
        if (routing >>> 3 != 0 || code >>> 8 != 0) {
            throw new IllegalArgumentException("no message has routing %d and code %xh".formatted(routing, code));
        }
        if (payload.size() % 4 != 0 || payload.size() > MAX_SIZE) {
            throw new IllegalArgumentException("payload: no message holds %d bytes".formatted(payload.size()));
        }
    }

    /**
     * Creates a message with default attributes.
     *
     * @param requester who sends
     * @param routing 0 to 7
     * @param code the Message Code
     * @param detail the third and fourth doubleword of the header
     * @param payload whole doublewords, perhaps none
     */
    public MessageTlp(RequesterId requester, int routing, int code, long detail, Bytes payload) {
        this(requester, 0, routing, code, detail, payload, TlpAttributes.DEFAULT);
    }

    static Optional<Tlp> read(TlpStart start, WireReader in) {
        if (!start.hasLongHeader()) {
            return Optional.empty();
        }
        var requester = new RequesterId(in.u16BigEndian("Requester ID"));
        int tag = start.tag(in.u8("Tag"));
        int code = in.u8("Message Code");
        long detail = in.u64BigEndian("Message Detail");
        Bytes payload = in.rest("Data");
        int routing = start.type() & 7;
        return Optional.of(new MessageTlp(requester, tag, routing, code, detail, payload, start.attributes()));
    }

    @Override
    public SubStream subStream() {
        return SubStream.POSTED;
    }

    @Override
    public Bytes header() {
        var out = WireWriter.create();
        TlpStart.write(out, payload.isEmpty() ? 1 : 3, TYPE | routing, this, payload.size() / 4);
        out.u16BigEndian("Requester ID", requester.value());
        out.u8("Tag", tag & 0xFF);
        out.u8("Message Code", code);
        out.u64BigEndian("Message Detail", detail);
        return out.toBytes();
    }

    @Override
    public Bytes data() {
        return payload;
    }

    @Override
    public String describe() {
        return "Msg%s %s code %02xh routing %d +%d"
                .formatted(payload.isEmpty() ? "" : "D", requester, code, routing, payload.size());
    }
}
