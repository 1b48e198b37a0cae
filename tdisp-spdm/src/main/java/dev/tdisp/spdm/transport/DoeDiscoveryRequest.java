package dev.tdisp.spdm.transport;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * Asks a mailbox for the protocol at an index.
 *
 * @param index the index, from 0
 * @param version 0, or 2 where the DOE capability is of version 2 or newer
 * @param reserved the reserved bytes behind them
 */
public record DoeDiscoveryRequest(int index, int version, int reserved) {
    /**
     * Asks in the first version of discovery.
     *
     * @param index the index, from 0
     * @return the request
     */
    public static DoeDiscoveryRequest of(int index) {
        return new DoeDiscoveryRequest(index, 0, 0);
    }

    /**
     * Encodes the payload of the data object.
     *
     * @return one dword
     */
    public Bytes encode() {
        var out = WireWriter.create();
        out.u8("Index", index);
        out.u8("Version", version);
        out.u16("Reserved", reserved);
        return out.toBytes();
    }

    /**
     * Decodes the payload of a data object.
     *
     * @param in a reader at the start of the payload
     * @return the request
     * @throws MalformedMessageException if the payload is not one dword
     */
    public static DoeDiscoveryRequest decode(WireReader in) {
        var request = new DoeDiscoveryRequest(in.u8("Index"), in.u8("Version"), in.u16("Reserved"));
        in.end();
        return request;
    }
}
