package dev.tdisp.spdm.transport;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/** The transports that SPDM is bound to, with what each of them adds to a secured record (DSP0277). */
public enum TransportBinding {
    /** PCI Express Data Object Exchange: nothing is added. */
    DOE(0, 0),
    /** MCTP (DSP0275, DSP0276): a sequence number, random bytes, and a message type in front of the message. */
    MCTP(2, 32),
    /** TCP (DSP0287): its header stands in front of the message once more. */
    TCP(0, 0);

    private static final int MCTP_SPDM = 0x05;
    private static final int TCP_VERSION = 0x01;
    private static final int TCP_OUT_OF_SESSION = 0x05;
    private static final int TCP_HEADER_IN_LENGTH = 2;

    private final int sequenceNumberSize;
    private final int maximumRandomSize;

    TransportBinding(int sequenceNumberSize, int maximumRandomSize) {
        this.sequenceNumberSize = sequenceNumberSize;
        this.maximumRandomSize = maximumRandomSize;
    }

    /**
     * Returns the size of the sequence number in a record.
     *
     * @return 0 where the record has no such field
     */
    public int sequenceNumberSize() {
        return sequenceNumberSize;
    }

    /**
     * Returns how many random bytes a sender may put behind a message.
     *
     * @return 0 where there are none; otherwise a sender draws at least one
     */
    public int maximumRandomSize() {
        return maximumRandomSize;
    }

    /**
     * Puts the inner header in front of an SPDM message that goes into a record.
     *
     * @param message the SPDM message
     * @return the record's application data
     */
    public Bytes toApplicationData(Bytes message) {
        var out = WireWriter.create();
        switch (this) {
            case DOE -> {}
            case MCTP -> out.u8("MessageType", MCTP_SPDM);
            case TCP -> {
                out.u16("PayloadLength", message.size() + TCP_HEADER_IN_LENGTH);
                out.u8("BindingVersion", TCP_VERSION);
                out.u8("MessageType", TCP_OUT_OF_SESSION);
            }
        }
        out.bytes("Message", message);
        return out.toBytes();
    }

    /**
     * Takes the inner header off again.
     *
     * @param applicationData a record's application data
     * @return the SPDM message
     * @throws MalformedMessageException if the header is not that of an SPDM message
     */
    public Bytes fromApplicationData(Bytes applicationData) {
        var in = WireReader.of(applicationData);
        switch (this) {
            case DOE -> {}
            case MCTP -> requireType(in, MCTP_SPDM);
            case TCP -> {
                int length = in.u16("PayloadLength");
                if (length != in.remaining()) {
                    throw in.malformed("PayloadLength", 2, "%d, but %d bytes follow".formatted(length, in.remaining()));
                }
                in.u8("BindingVersion");
                requireType(in, TCP_OUT_OF_SESSION);
            }
        }
        return in.rest("Message");
    }

    private static void requireType(WireReader in, int expected) {
        int type = in.u8("MessageType");
        if (type != expected) {
            throw in.malformed("MessageType", 1, "%02Xh is not SPDM".formatted(type));
        }
    }
}
