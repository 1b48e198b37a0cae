package dev.tdisp.core.message;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import java.time.Instant;

/**
 * A TDISP message: a request of the TSM or a response of the DSM.
 *
 * <p>Every message is a record that holds each field of the wire, reserved bits too, so that encoding what was decoded
 * gives the same bytes. The codec stands in the record's own file.
 *
 * <pre>{@code
 * var header = TdispHeader.of(InterfaceId.of(RequesterId.of(1, 0, 4)));
 * Bytes request = new GetTdispVersion(header).toBytes(); // 10 81 00 00 04 01 00 00 ...
 * TdispRequest same = TdispRequest.decode(request);
 * }</pre>
 */
public sealed interface TdispMessage permits TdispRequest, TdispResponse {
    /** The protocol's name in traces. */
    String PROTOCOL = "TDISP";

    /**
     * Returns what all messages begin with.
     *
     * @return version, reserved bytes and INTERFACE_ID
     */
    TdispHeader header();

    /**
     * Returns the value of the MessageType field.
     *
     * @return 0 to 255
     */
    int code();

    /**
     * Returns the specification's name of the message.
     *
     * @return for example {@code LOCK_INTERFACE_REQUEST}
     */
    String name();

    /**
     * Returns the values of the payload that are worth a line.
     *
     * @return for example {@code FLAGS NO_FW_UPDATE|LOCK_MSIX stream 5}, empty if there is nothing; never a nonce
     */
    default String detail() {
        return "";
    }

    /**
     * Writes the message, header first.
     *
     * @param out where to
     */
    void encode(WireWriter out);

    /**
     * Returns the message with its secrets replaced by zeros, as a trace may show it.
     *
     * @return this, or a copy with a {@linkplain Nonce#blank() blank nonce}
     */
    default TdispMessage blanked() {
        return this;
    }

    /**
     * Encodes the message.
     *
     * @return its bytes on the wire, from the TDISPVersion byte on
     */
    default Bytes toBytes() {
        var out = WireWriter.create();
        encode(out);
        return out.toBytes();
    }

    /**
     * Makes the event of this message's way from one party to another, with a blank nonce and with all fields.
     *
     * @param at when it was sent
     * @param source who sends it
     * @param destination who it is for
     * @return the event
     */
    default TraceEvent.Message toEvent(Instant at, String source, String destination) {
        var out = WireWriter.recording();
        blanked().encode(out);
        String line = (header().interfaceId() + " " + detail()).stripTrailing();
        return new TraceEvent.Message(at, source, destination, PROTOCOL, name(), line, out.toBytes(), out.fields());
    }
}
