package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * The algorithms that a responder supports, as CAPABILITIES lists them from 1.3 on.
 *
 * @param reserved the byte Reserved
 * @param offer the algorithms
 */
public record SupportedAlgorithms(int reserved, AlgorithmOffer offer) {
    private static final int HEADER_SIZE = 4;

    void write(WireWriter out) {
        out.enter("SupportedAlgorithmsBlock");
        out.u8("AlgStructTables", offer.tables().size());
        out.u8("Reserved", reserved);
        out.u16("Length", HEADER_SIZE + offer.size());
        offer.write(out);
        out.leave();
    }

    static SupportedAlgorithms read(WireReader in) {
        in.enter("SupportedAlgorithmsBlock");
        int tables = in.u8("AlgStructTables");
        int reserved = in.u8("Reserved");
        int lengthOffset = in.offset();
        int length = in.u16("Length");
        AlgorithmOffer offer = AlgorithmOffer.read(in, tables);
        AlgorithmOffer.requireLength(lengthOffset, length, HEADER_SIZE + offer.size());
        in.leave();
        return new SupportedAlgorithms(reserved, offer);
    }
}
