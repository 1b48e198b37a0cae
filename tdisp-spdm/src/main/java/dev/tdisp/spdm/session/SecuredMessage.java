package dev.tdisp.spdm.session;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.transport.TransportBinding;

/**
 * A record as it travels: a header in the clear and a protected body (section 6.3).
 *
 * @param sessionId the session
 * @param sequenceNumber the low bytes of the sequence number; no bytes where the binding has no such field
 * @param body what follows the header: ciphertext and tag, or message and tag
 */
public record SecuredMessage(long sessionId, Bytes sequenceNumber, Bytes body) {
    /**
     * Encodes the record.
     *
     * @return the record
     */
    public Bytes encode() {
        return header().plus(body);
    }

    /**
     * Encodes the header, which is authenticated but never encrypted.
     *
     * @return SessionID, SequenceNumber and Length
     */
    public Bytes header() {
        return header(sessionId, sequenceNumber, body.size());
    }

    /** Encodes the header of a body that is not there yet. */
    static Bytes header(long sessionId, Bytes sequenceNumber, int length) {
        var out = WireWriter.create();
        out.u32("SessionID", sessionId);
        out.bytes("SequenceNumber", sequenceNumber);
        out.u16("Length", length);
        return out.toBytes();
    }

    /**
     * Decodes a record; what the transport padded behind it is left out.
     *
     * @param binding the transport
     * @param secured the bytes
     * @return the record
     * @throws MalformedMessageException if the length is larger than what is there
     */
    public static SecuredMessage decode(TransportBinding binding, Bytes secured) {
        return decode(binding, WireReader.of(secured));
    }

    /**
     * Decodes a record; what the transport padded behind it is left unread.
     *
     * @param binding the transport
     * @param in a reader at the start of the record
     * @return the record
     * @throws MalformedMessageException if the length is larger than what is there
     */
    public static SecuredMessage decode(TransportBinding binding, WireReader in) {
        long sessionId = in.u32("SessionID");
        Bytes sequenceNumber = in.bytes("SequenceNumber", binding.sequenceNumberSize());
        int length = in.u16("Length");
        return new SecuredMessage(sessionId, sequenceNumber, in.bytes("Body", length));
    }
}
