package dev.tdisp.spdm.transport;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * A frame of the TCP binding (DSP0287).
 *
 * <pre>{@code
 * TcpFrame.of(TcpFrame.SPDM, Bytes.fromHex("10 84 00 00")).encode(); // 06 00 01 05 10 84 00 00
 * TcpFrame.of(TcpFrame.ROLE_INQUIRY, Bytes.EMPTY).encode();          // 00 00 01 BF
 * }</pre>
 *
 * @param length the field PayloadLength: how many bytes follow it; 0 as well for frames of nothing but a header
 * @param version the version of the binding
 * @param type the message type
 * @param payload the message or record
 */
public record TcpFrame(int length, int version, int type, Bytes payload) {
    /** The type of an SPDM message outside of a session. */
    public static final int SPDM = 0x05;

    /** The type of a record. */
    public static final int SECURED = 0x06;

    /** The type of a role inquiry: who opened the connection is the SPDM responder. */
    public static final int ROLE_INQUIRY = 0xBF;

    /** The type of the error: the message is too large. */
    public static final int TOO_LARGE = 0xC0;

    /** The type of the error: the message type or the version of the binding is not supported. */
    public static final int NOT_SUPPORTED = 0xC1;

    /** The type of the error: the sender cannot be an SPDM requester. */
    public static final int NO_REQUESTER = 0xC2;

    /** The type of the error: the sender cannot be an SPDM responder. */
    public static final int NO_RESPONDER = 0xC3;

    /** The version of the binding. */
    public static final int VERSION = 1;

    /** The size of the header. */
    public static final int HEADER_SIZE = 4;

    /** The size of the field PayloadLength, which does not count itself. */
    public static final int LENGTH_SIZE = 2;

    private static final int LARGEST_LENGTH = 0xFFFF;

    /**
     * Checks the length.
     *
     * @param length the field PayloadLength
     * @param version the version of the binding
     * @param type the message type
     * @param payload the message or record
     * @throws IllegalArgumentException if the length does not fit the payload
     */
    public TcpFrame {
        int natural = HEADER_SIZE - LENGTH_SIZE + payload.size();
        if (length != natural && (length != 0 || !payload.isEmpty()) || natural > LARGEST_LENGTH) {
            throw new IllegalArgumentException("length: %d with %d bytes".formatted(length, payload.size()));
        }
    }

    /**
     * Returns a frame.
     *
     * @param type the message type
     * @param payload the message or record; none for a role inquiry or an error
     * @return the frame
     * @throws IllegalArgumentException if the payload is larger than a frame can be
     */
    public static TcpFrame of(int type, Bytes payload) {
        boolean isHeaderOnly = type >= ROLE_INQUIRY && payload.isEmpty();
        int length = isHeaderOnly ? 0 : HEADER_SIZE - LENGTH_SIZE + payload.size();
        return new TcpFrame(length, VERSION, type, payload);
    }

    /**
     * Tells whether the frame says that something went wrong.
     *
     * @return true for the error types
     */
    public boolean isError() {
        return type >= TOO_LARGE && type <= NO_RESPONDER;
    }

    /**
     * Returns the size of the frame that begins with a length.
     *
     * @param length the field PayloadLength
     * @return the size in bytes, including the field
     */
    public static int size(int length) {
        return LENGTH_SIZE + Math.max(length, HEADER_SIZE - LENGTH_SIZE);
    }

    /**
     * Encodes the frame.
     *
     * @return header and payload
     */
    public Bytes encode() {
        var out = WireWriter.create();
        out.u16("PayloadLength", length);
        out.u8("BindingVersion", version);
        out.u8("MessageType", type);
        out.bytes("Payload", payload);
        return out.toBytes();
    }

    /**
     * Decodes a frame.
     *
     * @param frame exactly one frame
     * @return the frame
     * @throws MalformedMessageException if the length is not that of the bytes
     */
    public static TcpFrame decode(Bytes frame) {
        var in = WireReader.of(frame);
        int length = in.u16("PayloadLength");
        if (size(length) != frame.size()) {
            throw in.malformed(
                    "PayloadLength", LENGTH_SIZE, "%d, but there are %d bytes in all".formatted(length, frame.size()));
        }
        int version = in.u8("BindingVersion");
        int type = in.u8("MessageType");
        Bytes payload = in.rest("Payload");
        if (length == 1) {
            throw new MalformedMessageException("PayloadLength", 0, "1 leaves no room for the header");
        }
        return new TcpFrame(length, version, type, payload);
    }
}
