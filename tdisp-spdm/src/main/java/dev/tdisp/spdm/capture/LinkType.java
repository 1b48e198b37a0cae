package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.transport.EmulatorTransport;

/** How a capture shows the packets of a transport. */
enum LinkType {
    DOE(PcapFile.LINK_TYPE_DOE, Bytes.EMPTY),
    /** In front of an MCTP message stands the header of a packet: version 0, from 0 to 0, first and last. */
    MCTP(PcapFile.LINK_TYPE_MCTP, Bytes.fromHex("000000c0")),
    USER(PcapFile.LINK_TYPE_USER, Bytes.EMPTY);

    /** The size up to which packets are recorded; spdm_dump opens no file that promises more, and no packet is larger. */
    static final long SNAP_LENGTH = 1 << 16;

    private final int code;
    private final Bytes header;

    LinkType(int code, Bytes header) {
        this.code = code;
        this.header = header;
    }

    static LinkType of(EmulatorTransport transport) {
        return switch (transport) {
            case PCI_DOE -> DOE;
            case MCTP -> MCTP;
            case TCP, NONE -> USER;
        };
    }

    int code() {
        return code;
    }

    Bytes content(Bytes packet) {
        return header.plus(packet);
    }
}
