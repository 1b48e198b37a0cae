package dev.tdisp.core.pcie;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.Optional;

/**
 * What two processes say to each other when a link runs between them: a call of one of the two ends, or what comes back.
 *
 * <p>The form is this project's own. A message is one byte that says its kind, and what belongs to that; integers are
 * little-endian. Calls of the upper end carry the time that has passed there.
 *
 * <pre>{@code
 * LinkMessage message = new LinkMessage.ReadRegister(0, new RequesterId(0x0100), 0x00, 4);
 * LinkMessage.decode(message.encode()).equals(message);
 * }</pre>
 */
public sealed interface LinkMessage {
    /** The version of this form. */
    int VERSION = 1;

    /** The largest message: a packet with 4096 bytes of data, its prefix, header and MAC. */
    int MAXIMUM_SIZE = 4096 + 64;

    /**
     * Returns the message as it travels.
     *
     * @return its bytes
     */
    default Bytes encode() {
        var out = WireWriter.create();
        write(out);
        return out.toBytes();
    }

    /**
     * Writes the message.
     *
     * @param out where to
     */
    void write(WireWriter out);

    /**
     * Reads a message.
     *
     * @param content its bytes
     * @return the message
     * @throws MalformedMessageException if it is none
     */
    static LinkMessage decode(Bytes content) {
        WireReader in = WireReader.of(content);
        int kind = in.u8("Kind");
        LinkMessage message = switch (kind) {
            case Hello.KIND -> Hello.read(in);
            case ReadRegister.KIND -> ReadRegister.read(in);
            case WriteRegister.KIND -> WriteRegister.read(in);
            case Packet.KIND -> new Packet(in.u64("Time"), LinkFrame.decode(in.rest("Frame")));
            case Reset.KIND -> new Reset(in.u64("Time"));
            case Look.KIND -> new Look(in.u64("Time"), in.u8("Function"));
            case Value.KIND -> new Value(in.u64("Value"));
            case Answer.KIND -> Answer.read(in);
            case Done.KIND -> new Done();
            default -> throw in.malformed("Kind", 1, "%02Xh is no kind of message".formatted(kind));
        };
        in.end();
        return message;
    }

    /**
     * Returns the time that has passed at the upper end.
     *
     * @return in nanoseconds since it knows the link; 0 if the message says none
     */
    default long time() {
        return 0;
    }

    /**
     * Tells whether it is what comes back from a call.
     *
     * @return false for a call
     */
    default boolean isReply() {
        return false;
    }

    /**
     * The first call of the upper end.
     *
     * @param version the version of the form
     */
    record Hello(int version) implements LinkMessage {
        static final int KIND = 0x00;
        private static final long MAGIC = 0x4B4C4454;

        static Hello read(WireReader in) {
            if (in.u32("Magic") != MAGIC) {
                throw in.malformed("Magic", 4, "not a link");
            }
            return new Hello(in.u8("Version"));
        }

        @Override
        public void write(WireWriter out) {
            out.u8("Kind", KIND);
            out.u32("Magic", MAGIC);
            out.u8("Version", version);
        }
    }

    /**
     * A configuration read.
     *
     * @param time that has passed at the upper end, in nanoseconds
     * @param function the function
     * @param offset of the first byte
     * @param size 1, 2 or 4
     */
    record ReadRegister(long time, RequesterId function, int offset, int size) implements LinkMessage {
        static final int KIND = 0x01;

        static ReadRegister read(WireReader in) {
            return new ReadRegister(
                    in.u64("Time"), new RequesterId(in.u16("Function")), in.u16("Offset"), in.u8("Size"));
        }

        @Override
        public void write(WireWriter out) {
            out.u8("Kind", KIND);
            out.u64("Time", time);
            out.u16("Function", function.value());
            out.u16("Offset", offset);
            out.u8("Size", size);
        }
    }

    /**
     * A configuration write.
     *
     * @param time that has passed at the upper end, in nanoseconds
     * @param function the function
     * @param offset of the first byte
     * @param size 1, 2 or 4
     * @param value the value
     */
    record WriteRegister(long time, RequesterId function, int offset, int size, long value) implements LinkMessage {
        static final int KIND = 0x02;

        static WriteRegister read(WireReader in) {
            return new WriteRegister(
                    in.u64("Time"),
                    new RequesterId(in.u16("Function")),
                    in.u16("Offset"),
                    in.u8("Size"),
                    in.u32("Value"));
        }

        @Override
        public void write(WireWriter out) {
            out.u8("Kind", KIND);
            out.u64("Time", time);
            out.u16("Function", function.value());
            out.u16("Offset", offset);
            out.u8("Size", size);
            out.u32("Value", value);
        }
    }

    /**
     * A frame, from either end.
     *
     * @param time that has passed at the upper end, in nanoseconds; 0 from the lower end
     * @param frame the frame
     */
    record Packet(long time, LinkFrame frame) implements LinkMessage {
        static final int KIND = 0x03;

        @Override
        public void write(WireWriter out) {
            out.u8("Kind", KIND);
            out.u64("Time", time);
            out.bytes("Frame", frame.encode());
        }
    }

    /**
     * A conventional reset.
     *
     * @param time that has passed at the upper end, in nanoseconds
     */
    record Reset(long time) implements LinkMessage {
        static final int KIND = 0x04;

        @Override
        public void write(WireWriter out) {
            out.u8("Kind", KIND);
            out.u64("Time", time);
        }
    }

    /**
     * A look of the bench into the device, which no bus has: the state of a function's interface, for display.
     *
     * @param time that has passed at the upper end, in nanoseconds
     * @param function 0 for the physical function, else which virtual one
     */
    record Look(long time, int function) implements LinkMessage {
        static final int KIND = 0x05;

        @Override
        public void write(WireWriter out) {
            out.u8("Kind", KIND);
            out.u64("Time", time);
            out.u8("Function", function);
        }
    }

    /**
     * What comes back from a read or a look.
     *
     * @param value the value
     */
    record Value(long value) implements LinkMessage {
        static final int KIND = 0x81;

        @Override
        public void write(WireWriter out) {
            out.u8("Kind", KIND);
            out.u64("Value", value);
        }

        @Override
        public boolean isReply() {
            return true;
        }
    }

    /**
     * What comes back from a frame.
     *
     * @param frame the completion of a non-posted request
     */
    record Answer(Optional<LinkFrame> frame) implements LinkMessage {
        static final int KIND = 0x82;

        static Answer read(WireReader in) {
            Bytes content = in.rest("Frame");
            return new Answer(content.isEmpty() ? Optional.empty() : Optional.of(LinkFrame.decode(content)));
        }

        @Override
        public void write(WireWriter out) {
            out.u8("Kind", KIND);
            out.bytes("Frame", frame.map(LinkFrame::encode).orElse(Bytes.EMPTY));
        }

        @Override
        public boolean isReply() {
            return true;
        }
    }

    /** What comes back from a write, a reset or a greeting. */
    record Done() implements LinkMessage {
        static final int KIND = 0x83;

        @Override
        public void write(WireWriter out) {
            out.u8("Kind", KIND);
        }

        @Override
        public boolean isReply() {
            return true;
        }
    }
}
