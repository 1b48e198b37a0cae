package dev.tdisp.lab.conformance.tdisp;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.Answer;
import dev.tdisp.lab.conformance.Capability;
import dev.tdisp.lab.conformance.Scene;
import dev.tdisp.lab.conformance.Tdi;

/** Optional requests, which a device has if TDISP_CAPABILITIES says so. */
enum TdispNeed implements Capability {
    /** Streams to peers can be bound. */
    PEER_STREAMS(RequestCode.BIND_P2P_STREAM_REQUEST),
    /** Attributes of ranges can be changed. */
    MMIO_ATTRIBUTES(RequestCode.SET_MMIO_ATTRIBUTE_REQUEST);

    private static final int MAP = 20;

    private final RequestCode request;

    TdispNeed(RequestCode request) {
        this.request = request;
    }

    @Override
    public Finding look(Scene scene) {
        Tdi tdi = scene.tdi(scene.session());
        tdi.version();
        Answer answer = tdi.ask(RequestCode.GET_TDISP_CAPABILITIES, Bytes.filled(0, Integer.BYTES));
        long map = answer.number(MAP, 2);
        boolean isThere = map >= 0 && (map >> (request.code() & 0x7F) & 1) != 0;
        return new Finding(isThere, "REQ_MSGS_SUPPORTED", Reply.hex(map));
    }
}
