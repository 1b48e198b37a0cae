package dev.tdisp.core.idekm;

import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * K_SET_GO: starts a key that was programmed.
 *
 * @param reserved 2 bytes
 * @param stream the stream
 * @param reservedStatus 1 byte
 * @param keySubStream key set, direction from the device's point of view, sub-stream; see {@link KeySlotId#of(int)}
 * @param portIndex the port
 */
public record KeySetGo(int reserved, StreamId stream, int reservedStatus, int keySubStream, int portIndex)
        implements IdeKmMessage {
    static final int OBJECT_ID = 4;

    /**
     * Names a key, with reserved bits clear.
     *
     * @param stream the stream
     * @param slot the slot in the device
     * @param portIndex the port
     */
    public KeySetGo(StreamId stream, KeySlotId slot, int portIndex) {
        this(0, stream, 0, slot.code(), portIndex);
    }

    static KeySetGo readBody(WireReader in) {
        int reserved = in.u16("Reserved");
        var stream = new StreamId(in.u8("StreamID"));
        int reservedStatus = in.u8("Reserved[4]");
        int keySubStream = in.u8("Key/Sub-stream");
        int portIndex = in.u8("PortIndex");
        return new KeySetGo(reserved, stream, reservedStatus, keySubStream, portIndex);
    }

    @Override
    public int objectId() {
        return OBJECT_ID;
    }

    @Override
    public String name() {
        return "K_SET_GO";
    }

    @Override
    public void write(WireWriter out) {
        out.u8("ObjectID", OBJECT_ID);
        out.meaning(name());
        out.u16("Reserved", reserved);
        out.u8("StreamID", stream.value());
        out.u8("Reserved[4]", reservedStatus);
        out.u8("Key/Sub-stream", keySubStream);
        KeySlotId.of(keySubStream).ifPresent(out::meaning);
        out.u8("PortIndex", portIndex);
    }
}
