package dev.tdisp.core.idekm;

import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.Arrays;

/**
 * KEY_PROG: brings a key into a slot.
 *
 * <p>On the wire each doubleword of the key has its bytes reversed, and the high half of the initial value comes first.
 *
 * @param reserved 2 bytes
 * @param stream the stream
 * @param reservedStatus 1 byte, where the answer has its status
 * @param keySubStream key set, direction from the device's point of view, sub-stream; see {@link KeySlotId#of(int)}
 * @param portIndex the port
 * @param key the key; whoever decodes a message owns it and destroys it
 * @param initialValue the first value of the invocation counter (IFV)
 */
public record KeyProg(
        int reserved,
        StreamId stream,
        int reservedStatus,
        int keySubStream,
        int portIndex,
        IdeKey key,
        long initialValue)
        implements IdeKmMessage {
    static final int OBJECT_ID = 2;

    private static final int WORD = 4;

    /**
     * Brings a key, with reserved bits clear and the initial value 1.
     *
     * @param stream the stream
     * @param slot the slot in the device
     * @param portIndex the port
     * @param key the key
     */
    public KeyProg(StreamId stream, KeySlotId slot, int portIndex, IdeKey key) {
        this(0, stream, 0, slot.code(), portIndex, key, 1);
    }

    static KeyProg readBody(WireReader in) {
        int reserved = in.u16("Reserved");
        var stream = new StreamId(in.u8("StreamID"));
        int reservedStatus = in.u8("Reserved[4]");
        int keySubStream = in.u8("Key/Sub-stream");
        int portIndex = in.u8("PortIndex");
        byte[] key = in.bytes("Key", IdeKey.SIZE).toArray();
        in.meaning("(secret)");
        reverseWords(key);
        long high = in.u32("IFV high");
        long low = in.u32("IFV low");
        var message = new KeyProg(
                reserved, stream, reservedStatus, keySubStream, portIndex, IdeKey.of(key), high << 32 | low);
        Arrays.fill(key, (byte) 0);
        return message;
    }

    @Override
    public int objectId() {
        return OBJECT_ID;
    }

    @Override
    public String name() {
        return "KEY_PROG";
    }

    @Override
    public void write(WireWriter out) {
        byte[] content = key.toArray();
        reverseWords(content);
        write(out, Bytes.of(content));
        Arrays.fill(content, (byte) 0);
    }

    /** Writes the message with zeros for its key, as events may hold it. */
    void writeBlanked(WireWriter out) {
        write(out, Bytes.filled(0, IdeKey.SIZE));
    }

    private void write(WireWriter out, Bytes wireKey) {
        out.u8("ObjectID", OBJECT_ID);
        out.meaning(name());
        out.u16("Reserved", reserved);
        out.u8("StreamID", stream.value());
        out.u8("Reserved[4]", reservedStatus);
        out.u8("Key/Sub-stream", keySubStream);
        KeySlotId.of(keySubStream).ifPresent(out::meaning);
        out.u8("PortIndex", portIndex);
        out.bytes("Key", wireKey);
        out.meaning("(secret)");
        out.u32("IFV high", initialValue >>> 32);
        out.u32("IFV low", initialValue & 0xFFFF_FFFFL);
    }

    /** Reverses the bytes in each doubleword: the same way forth and back. */
    private static void reverseWords(byte[] content) {
        for (int start = 0; start < content.length; start += WORD) {
            for (int i = 0; i < WORD / 2; i++) {
                byte swapped = content[start + i];
                content[start + i] = content[start + WORD - 1 - i];
                content[start + WORD - 1 - i] = swapped;
            }
        }
    }
}
