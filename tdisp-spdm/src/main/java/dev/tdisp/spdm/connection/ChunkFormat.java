package dev.tdisp.spdm.connection;

import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * How large messages are cut into chunks (section 2.13).
 *
 * @param version the negotiated version
 * @param transferSize the largest message that the receiver takes in one transfer
 */
public record ChunkFormat(SpdmVersion version, long transferSize) {
    /** The smallest message that carries a chunk which is not the last. */
    public static final int MINIMUM_MESSAGE = TransferSizes.MINIMUM;

    private static final int FRONT_SIZE = 12;
    private static final int SIZE_FIELD = 4;
    private static final long NUMBERS = 0x1_0000_0000L;
    private static final long SHORT_NUMBERS = 0x1_0000;

    /**
     * Returns how much fits into a chunk.
     *
     * @param sequenceNumber which chunk, from 0
     * @return the bytes behind the header of CHUNK_SEND or CHUNK_RESPONSE
     */
    public int room(long sequenceNumber) {
        long room = transferSize - frontSize(sequenceNumber);
        return (int) Math.min(room, Integer.MAX_VALUE);
    }

    /**
     * Returns the size of what stands before the bytes of a chunk.
     *
     * @param sequenceNumber which chunk, from 0
     * @return the size of the header; the first chunk has one field more
     */
    public static int frontSize(long sequenceNumber) {
        return FRONT_SIZE + (sequenceNumber == 0 ? SIZE_FIELD : 0);
    }

    /**
     * Returns the size of what stands before the response in CHUNK_SEND_ACK.
     *
     * @param version the negotiated version
     * @return the size of the header
     */
    public static int acknowledgementSize(SpdmVersion version) {
        return version.isAtLeast(SpdmVersion.V1_4) ? 8 : 6;
    }

    /**
     * Returns how many chunks there can be.
     *
     * @param version the negotiated version
     * @return the number; before 1.4 it is 65536
     */
    public static long numbers(SpdmVersion version) {
        return version.isAtLeast(SpdmVersion.V1_4) ? NUMBERS : SHORT_NUMBERS;
    }

    /**
     * Returns the size of the largest message that can be cut.
     *
     * @return the size; before 1.4 there are 65536 chunks at most
     */
    public long largest() {
        return version.isAtLeast(SpdmVersion.V1_4)
                ? 0xFFFF_FFFFL
                : (transferSize - FRONT_SIZE) * SHORT_NUMBERS - SIZE_FIELD;
    }
}
