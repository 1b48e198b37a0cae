package dev.tdisp.spdm.transport;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import java.util.Optional;

/** What travels in the frames of the emulator's socket: the transports by the emulator's numbers. */
public enum EmulatorTransport {
    /** Bare SPDM messages; no sessions. */
    NONE(0, 2323),
    /** MCTP messages from their type byte on. */
    MCTP(1, 2323),
    /** PCI DOE data objects. */
    PCI_DOE(2, 2323),
    /** Frames of the TCP binding. */
    TCP(3, 4194);

    private final int code;
    private final int port;

    EmulatorTransport(int code, int port) {
        this.code = code;
        this.port = port;
    }

    /**
     * Returns the number in the header of a frame.
     *
     * @return 0 to 3
     */
    public int code() {
        return code;
    }

    /**
     * Returns the port that a responder listens on unless told otherwise.
     *
     * @return 2323, or 4194 for TCP
     */
    public int port() {
        return port;
    }

    /**
     * Finds a transport.
     *
     * @param code the number in the header of a frame
     * @return the transport, or nothing for an unknown number
     */
    public static Optional<EmulatorTransport> of(long code) {
        for (EmulatorTransport transport : values()) {
            if (transport.code == code) {
                return Optional.of(transport);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the binding, which decides the format of secured records.
     *
     * @return the binding; for {@link #NONE}, which has no sessions, that of PCI DOE, which adds nothing
     */
    public TransportBinding binding() {
        return switch (this) {
            case NONE, PCI_DOE -> TransportBinding.DOE;
            case MCTP -> TransportBinding.MCTP;
            case TCP -> TransportBinding.TCP;
        };
    }

    /**
     * Makes a packet of a message or record.
     *
     * @param message the message or record
     * @return what travels
     * @throws IllegalArgumentException if this is {@link #NONE} and the message is a record
     */
    public Bytes encode(TransportMessage message) {
        if (this != NONE) {
            return binding().encode(message);
        }
        if (message.kind() == TransportMessage.Kind.SECURED) {
            throw new IllegalArgumentException("message: a record cannot travel without a transport");
        }
        return message.payload();
    }

    /**
     * Takes the message or record out of a packet.
     *
     * @param packet what travelled
     * @return the message or record
     * @throws MalformedMessageException if it is neither of both
     */
    public TransportMessage decode(Bytes packet) {
        return this == NONE ? TransportMessage.spdm(packet) : binding().decode(packet);
    }
}
