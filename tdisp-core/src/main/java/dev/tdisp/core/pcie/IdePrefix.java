package dev.tdisp.core.pcie;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.Optional;

/**
 * The IDE prefix of a protected packet in non-flit mode (section 6.33).
 *
 * <p>The order of the bits in the last byte is known from secondary sources only.
 *
 * @param sentCounter the posted packets sent since the last of this kind (PR_Sent_Counter)
 * @param streamId the stream
 * @param subStreamCode the sub-stream value, 0 to 15; see {@link SubStream#of(int)}
 * @param pcrc the P bit: a checksum of the plaintext follows
 * @param mac the M bit: a MAC follows this packet
 * @param keySet the K bit
 * @param trusted the T bit: the packet comes from a trusted context
 */
public record IdePrefix(
        int sentCounter,
        StreamId streamId,
        int subStreamCode,
        boolean pcrc,
        boolean mac,
        KeySet keySet,
        boolean trusted) {
    /** The size in bytes. */
    public static final int SIZE = 4;

    static final int FORMAT_AND_TYPE = 0x92;

    /**
     * Checks the ranges.
     *
     * @param sentCounter 0 to 255
     * @param streamId the stream
     * @param subStreamCode 0 to 15
     * @param pcrc the P bit
     * @param mac the M bit
     * @param keySet the K bit
     * @param trusted the T bit
     */
    public IdePrefix {
        if (sentCounter >>> 8 != 0 || subStreamCode >>> 4 != 0) {
            throw new IllegalArgumentException(
                    "no prefix holds counter %d and sub-stream %d".formatted(sentCounter, subStreamCode));
        }
    }

    /**
     * Returns the sub-stream.
     *
     * @return the sub-stream, or nothing for a reserved value
     */
    public Optional<SubStream> subStream() {
        return SubStream.of(subStreamCode);
    }

    /**
     * Writes the prefix.
     *
     * @param out where to
     */
    public void write(WireWriter out) {
        out.u8("Fmt/Type", FORMAT_AND_TYPE);
        out.u8("PR_Sent_Counter", sentCounter);
        out.u8("Stream ID", streamId.value());
        int flags = (pcrc ? 8 : 0) | (mac ? 4 : 0) | keySet.code() << 1 | (trusted ? 1 : 0);
        out.u8("Sub-stream/P/M/K/T", subStreamCode << 4 | flags);
    }

    /**
     * Reads a prefix.
     *
     * @param in at its first byte
     * @return the prefix
     * @throws dev.tdisp.core.wire.MalformedMessageException if it is no IDE prefix
     */
    public static IdePrefix read(WireReader in) {
        if (in.u8("Fmt/Type") != FORMAT_AND_TYPE) {
            throw in.malformed("Fmt/Type", 1, "no IDE prefix");
        }
        int counter = in.u8("PR_Sent_Counter");
        var streamId = new StreamId(in.u8("Stream ID"));
        int last = in.u8("Sub-stream/P/M/K/T");
        return new IdePrefix(
                counter,
                streamId,
                last >>> 4,
                (last & 8) != 0,
                (last & 4) != 0,
                KeySet.of(last >>> 1 & 1),
                (last & 1) != 0);
    }
}
