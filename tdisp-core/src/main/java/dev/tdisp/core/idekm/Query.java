package dev.tdisp.core.idekm;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * QUERY: asks for a port's identity and IDE registers.
 *
 * @param reserved 1 byte
 * @param portIndex 0 for the port that received the message
 */
public record Query(int reserved, int portIndex) implements IdeKmMessage {
    static final int OBJECT_ID = 0;

    /**
     * Asks with reserved bits clear.
     *
     * @param portIndex 0 for the port that received the message
     */
    public Query(int portIndex) {
        this(0, portIndex);
    }

    static Query readBody(WireReader in) {
        int reserved = in.u8("Reserved");
        int portIndex = in.u8("PortIndex");
        return new Query(reserved, portIndex);
    }

    @Override
    public int objectId() {
        return OBJECT_ID;
    }

    @Override
    public String name() {
        return "QUERY";
    }

    @Override
    public void write(WireWriter out) {
        out.u8("ObjectID", OBJECT_ID);
        out.meaning(name());
        out.u8("Reserved", reserved);
        out.u8("PortIndex", portIndex);
    }
}
