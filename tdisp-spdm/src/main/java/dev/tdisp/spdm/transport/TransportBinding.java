package dev.tdisp.spdm.transport;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/** The transports that SPDM is bound to, with what each of them adds to a secured record (DSP0277). */
public enum TransportBinding {
    /** PCI Express Data Object Exchange: nothing is added. */
    DOE(0, 0, 0, 0xF_FFF8),
    /** MCTP (DSP0275, DSP0276): a sequence number, random bytes, and a message type in front of the message. */
    MCTP(2, 32, 1, 0xFFFF_FFFFL),
    /** TCP (DSP0287): its header stands in front of the message once more. */
    TCP(0, 0, 4, 0xFFFD),
    /** TCP as DSP0287 can be read: a record holds the message alone. */
    TCP_BARE_RECORDS(0, 0, 0, 0xFFFD);

    private static final int CLEAR = 0x05;
    private static final int IN_SESSION = 0x06;
    private static final int TCP_VERSION = 0x01;
    private static final int TCP_HEADER_IN_LENGTH = 2;

    private final int sequenceNumberSize;
    private final int maximumRandomSize;
    private final int innerHeaderSize;
    private final long largestMessage;

    TransportBinding(int sequenceNumberSize, int maximumRandomSize, int innerHeaderSize, long largestMessage) {
        this.sequenceNumberSize = sequenceNumberSize;
        this.maximumRandomSize = maximumRandomSize;
        this.innerHeaderSize = innerHeaderSize;
        this.largestMessage = largestMessage;
    }

    /**
     * Returns the size of the largest message that the transport can carry in the clear.
     *
     * @return the size in bytes; the transport's own fields do not count
     */
    public long largestMessage() {
        return largestMessage;
    }

    /**
     * Returns the size of what stands before a message inside a record.
     *
     * @return 0 for PCI DOE
     */
    public int innerHeaderSize() {
        return innerHeaderSize;
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
     * Puts the transport's header in front of a message or record, and padding behind it where there is any.
     *
     * @param message the message or record
     * @return what travels: a data object, an MCTP message from its type byte on, or a TCP frame
     */
    public Bytes encode(TransportMessage message) {
        boolean isClear = message.kind() == TransportMessage.Kind.SPDM;
        if (this == DOE) {
            int type = isClear ? DoeObject.TYPE_SPDM : DoeObject.TYPE_SECURED_SPDM;
            return DoeObject.of(type, message.payload()).encode();
        }
        var out = WireWriter.create();
        writeHeader(out, isClear ? CLEAR : IN_SESSION, message.payload().size());
        out.bytes("Payload", message.payload());
        return out.toBytes();
    }

    /**
     * Takes the transport's header off again.
     *
     * @param packet what travelled
     * @return the message or record, with the transport's padding if there is any
     * @throws MalformedMessageException if this is neither a message in the clear nor a record
     */
    public TransportMessage decode(Bytes packet) {
        var in = WireReader.of(packet);
        if (this == DOE) {
            DoeObject object = DoeObject.decode(in);
            if (object.vendorId() == DoeObject.VENDOR_PCI_SIG && object.type() == DoeObject.TYPE_SPDM) {
                return TransportMessage.spdm(object.payload());
            }
            if (object.vendorId() == DoeObject.VENDOR_PCI_SIG && object.type() == DoeObject.TYPE_SECURED_SPDM) {
                return TransportMessage.secured(object.payload());
            }
            throw new MalformedMessageException("DataObjectType", 2, object.type() + " is not SPDM");
        }
        int type = readHeader(in);
        return switch (type) {
            case CLEAR -> TransportMessage.spdm(in.rest("Payload"));
            case IN_SESSION -> TransportMessage.secured(in.rest("Payload"));
            default -> throw in.malformed("MessageType", 1, "%02Xh is not SPDM".formatted(type));
        };
    }

    /**
     * Puts the inner header in front of an SPDM message that goes into a record.
     *
     * @param message the SPDM message
     * @return the record's application data
     */
    public Bytes toApplicationData(Bytes message) {
        if (innerHeaderSize == 0) {
            return message;
        }
        var out = WireWriter.create();
        writeHeader(out, CLEAR, message.size());
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
        if (innerHeaderSize == 0) {
            return applicationData;
        }
        var in = WireReader.of(applicationData);
        int type = readHeader(in);
        if (type != CLEAR) {
            throw in.malformed("MessageType", 1, "%02Xh is not SPDM".formatted(type));
        }
        return in.rest("Message");
    }

    /** Writes the header of MCTP and TCP; DOE has none inside a record. */
    private void writeHeader(WireWriter out, int type, int size) {
        switch (this) {
            case DOE -> {}
            case MCTP -> out.u8("MessageType", type);
            case TCP, TCP_BARE_RECORDS -> {
                out.u16("PayloadLength", size + TCP_HEADER_IN_LENGTH);
                out.u8("BindingVersion", TCP_VERSION);
                out.u8("MessageType", type);
            }
        }
    }

    /** Reads the header of MCTP and TCP and returns its type. */
    private int readHeader(WireReader in) {
        return switch (this) {
            case DOE -> CLEAR;
            case MCTP -> in.u8("MessageType");
            case TCP, TCP_BARE_RECORDS -> {
                int length = in.u16("PayloadLength");
                if (length != in.remaining()) {
                    throw in.malformed("PayloadLength", 2, "%d, but %d bytes follow".formatted(length, in.remaining()));
                }
                int version = in.u8("BindingVersion");
                if (version != TCP_VERSION) {
                    throw in.malformed("BindingVersion", 1, version + " is not 1");
                }
                yield in.u8("MessageType");
            }
        };
    }
}
