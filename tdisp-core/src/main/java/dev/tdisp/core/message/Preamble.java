package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireReader;

/**
 * The first 16 bytes of a message: all that a receiver needs to choose what to do, and to answer with an error.
 *
 * <pre>{@code
 * var in = WireReader.of(message);
 * var preamble = Preamble.decode(in);
 * TdispRequest request = TdispRequest.decode(preamble, in);
 * }</pre>
 *
 * @param messageType the MessageType field, 0 to 255
 * @param header the other fields
 */
public record Preamble(int messageType, TdispHeader header) {
    /**
     * Checks the range.
     *
     * @param messageType 0 to 255
     * @param header the other fields
     */
    public Preamble {
        Ranges.u8("MessageType", messageType);
    }

    /**
     * Reads the preamble.
     *
     * @param in a reader at the first byte of the message; then at the first byte of the payload
     * @return the preamble
     * @throws dev.tdisp.core.wire.MalformedMessageException if there are fewer than 16 bytes
     */
    public static Preamble decode(WireReader in) {
        int version = in.u8("TDISPVersion");
        in.meaning(new VersionNumber(version));
        int messageType = in.u8("MessageType");
        in.meaning(new MessageTypeName(messageType));
        int reserved = in.u16("Reserved");
        return new Preamble(messageType, new TdispHeader(version, reserved, InterfaceId.decode(in)));
    }
}
