package dev.tdisp.core.idekm;

import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * KP_ACK: answers KEY_PROG.
 *
 * @param reserved 2 bytes
 * @param stream that of the request
 * @param status what became of the key; see {@link KpAckStatus#of(int)}
 * @param keySubStream that of the request
 * @param portIndex that of the request
 */
public record KpAck(int reserved, StreamId stream, int status, int keySubStream, int portIndex)
        implements IdeKmMessage {
    static final int OBJECT_ID = 3;

    static KpAck readBody(WireReader in) {
        int reserved = in.u16("Reserved");
        var stream = new StreamId(in.u8("StreamID"));
        int status = in.u8("Status");
        int keySubStream = in.u8("Key/Sub-stream");
        int portIndex = in.u8("PortIndex");
        return new KpAck(reserved, stream, status, keySubStream, portIndex);
    }

    @Override
    public int objectId() {
        return OBJECT_ID;
    }

    @Override
    public String name() {
        return "KP_ACK";
    }

    @Override
    public void write(WireWriter out) {
        out.u8("ObjectID", OBJECT_ID);
        out.meaning(name());
        out.u16("Reserved", reserved);
        out.u8("StreamID", stream.value());
        out.u8("Status", status);
        KpAckStatus.of(status).ifPresent(out::meaning);
        out.u8("Key/Sub-stream", keySubStream);
        KeySlotId.of(keySubStream).ifPresent(out::meaning);
        out.u8("PortIndex", portIndex);
    }
}
