package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * NEGOTIATE_ALGORITHMS: offers the algorithms of the requester.
 *
 * @param header version and parameters; Param1 is the number of tables, Param2 is reserved
 * @param offer the algorithms
 */
public record NegotiateAlgorithms(SpdmHeader header, AlgorithmOffer offer) implements SpdmRequest {
    private static final int FRONT_SIZE = 6;

    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters; Param1 is the number of tables, Param2 is reserved
     * @param offer the algorithms
     * @throws IllegalArgumentException if the parts do not fit together
     */
    public NegotiateAlgorithms {
        if (header.isAtLeast(SpdmVersion.V1_1)
                ? header.param1() != offer.tables().size()
                : !offer.tables().isEmpty()) {
            throw new IllegalArgumentException("offer: %d tables do not match Param1"
                    .formatted(offer.tables().size()));
        }
    }

    @Override
    public int code() {
        return SpdmCode.NEGOTIATE_ALGORITHMS.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.NEGOTIATE_ALGORITHMS.requestName();
    }

    /**
     * Creates the message.
     *
     * @param version the negotiated version
     * @param offer the algorithms
     * @return the message
     */
    public static NegotiateAlgorithms of(SpdmVersion version, AlgorithmOffer offer) {
        return new NegotiateAlgorithms(SpdmHeader.of(version, offer.tables().size(), 0), offer);
    }

    /**
     * Returns the field Length.
     *
     * @return the size of the whole message
     */
    public int length() {
        return FRONT_SIZE + offer.size();
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.u16("Length", length());
        offer.write(out);
    }

    static NegotiateAlgorithms read(SpdmHeader header, WireReader in) {
        int length = in.u16("Length");
        int tables = header.isAtLeast(SpdmVersion.V1_1) ? header.param1() : 0;
        var request = new NegotiateAlgorithms(header, AlgorithmOffer.read(in, tables));
        AlgorithmOffer.requireLength(SpdmHeader.SIZE, length, request.length());
        return request;
    }
}
