package dev.tdisp.spdm.transport;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.nio.charset.StandardCharsets;

/**
 * A frame of the socket between the reference emulator's requester and responder. Its header is big-endian.
 *
 * <pre>{@code
 * EmulatorFrame.of(EmulatorCommand.NORMAL, EmulatorTransport.MCTP, Bytes.fromHex("05 10 84 00 00"))
 *         .encode(); // 00000001 00000001 00000005 0510840000
 * }</pre>
 *
 * @param command what it is for, see {@link EmulatorCommand}
 * @param transport what the payload of {@link EmulatorCommand#NORMAL} is, see {@link EmulatorTransport}
 * @param payload the payload
 */
public record EmulatorFrame(long command, long transport, Bytes payload) {
    /** The size of the header. */
    public static final int HEADER_SIZE = 12;

    /** Where in the header the size of the payload stands. */
    public static final int SIZE_OFFSET = 8;

    /** What a requester greets with. */
    public static final Bytes CLIENT_GREETING = text("Client Hello!\0");

    /** What a responder greets with. */
    public static final Bytes SERVER_GREETING = text("Server Hello!\0");

    /**
     * Returns a frame.
     *
     * @param command what it is for
     * @param transport the transport of the connection
     * @param payload the payload
     * @return the frame
     */
    public static EmulatorFrame of(EmulatorCommand command, EmulatorTransport transport, Bytes payload) {
        return new EmulatorFrame(command.code(), transport.code(), payload);
    }

    /**
     * Encodes the frame.
     *
     * @return header and payload
     */
    public Bytes encode() {
        var out = WireWriter.create();
        out.u32BigEndian("Command", command);
        out.u32BigEndian("TransportType", transport);
        out.u32BigEndian("PayloadSize", payload.size());
        out.bytes("Payload", payload);
        return out.toBytes();
    }

    /**
     * Decodes a frame.
     *
     * @param frame exactly one frame
     * @return the frame
     * @throws MalformedMessageException if the size is not that of the bytes
     */
    public static EmulatorFrame decode(Bytes frame) {
        var in = WireReader.of(frame);
        long command = in.u32BigEndian("Command");
        long transport = in.u32BigEndian("TransportType");
        long size = in.u32BigEndian("PayloadSize");
        Bytes payload = in.bytes("Payload", size);
        in.end();
        return new EmulatorFrame(command, transport, payload);
    }

    private static Bytes text(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
