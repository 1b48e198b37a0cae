package dev.tdisp.spdm.transport;

import dev.tdisp.core.wire.Bytes;

/**
 * What a transport carries: an SPDM message in the clear or a secured record, without the transport's own header.
 *
 * <p>Padding that the transport added may still follow the payload: a receiver uses the message's natural length.
 *
 * @param kind what the payload is
 * @param payload the message or record
 */
public record TransportMessage(Kind kind, Bytes payload) {
    /** What a payload is. */
    public enum Kind {
        /** An SPDM message in the clear. */
        SPDM,
        /** A secured record (DSP0277). */
        SECURED
    }

    /**
     * Returns a message in the clear.
     *
     * @param message the SPDM message
     * @return the message, ready to be carried
     */
    public static TransportMessage spdm(Bytes message) {
        return new TransportMessage(Kind.SPDM, message);
    }

    /**
     * Returns a secured record.
     *
     * @param secured the record
     * @return the record, ready to be carried
     */
    public static TransportMessage secured(Bytes secured) {
        return new TransportMessage(Kind.SECURED, secured);
    }
}
