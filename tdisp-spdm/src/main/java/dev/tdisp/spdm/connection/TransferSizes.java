package dev.tdisp.spdm.connection;

import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * How large messages may be for one end to receive them (section 2.1).
 *
 * @param dataTransferSize the largest message in one transfer
 * @param maximumMessageSize the largest message, whole or in chunks
 */
public record TransferSizes(long dataTransferSize, long maximumMessageSize) {
    /** The smallest DataTransferSize there may be. */
    public static final int MINIMUM = 42;

    /** No limit: nothing was agreed yet, or the version has no limits. */
    public static final TransferSizes UNLIMITED = new TransferSizes(0xFFFF_FFFFL, 0xFFFF_FFFFL);

    /**
     * Tells whether an end may say so.
     *
     * @param isChunking whether it has CHUNK_CAP
     * @return true if the sizes fit each other
     */
    public boolean isLegal(boolean isChunking) {
        boolean isOrdered =
                isChunking ? dataTransferSize <= maximumMessageSize : dataTransferSize == maximumMessageSize;
        return dataTransferSize >= MINIMUM && isOrdered;
    }

    /**
     * Returns the sizes that are left of these where less fits into one transfer.
     *
     * @param largest the largest message that the way can carry
     * @return the changed copy
     */
    public TransferSizes within(long largest) {
        return new TransferSizes(Math.min(dataTransferSize, largest), maximumMessageSize);
    }

    /**
     * Returns the size of the largest message that gets through, in chunks if need be.
     *
     * @param version the negotiated version
     * @param isChunking whether both ends have CHUNK_CAP
     * @return the size in bytes
     */
    public long largestMessage(SpdmVersion version, boolean isChunking) {
        return isChunking
                ? Math.min(maximumMessageSize, new ChunkFormat(version, dataTransferSize).largest())
                : dataTransferSize;
    }

    /**
     * Shows the sizes by the names of their fields.
     *
     * @return for example {@code DataTransferSize 4608, MaxSPDMmsgSize 65536}
     */
    @Override
    public String toString() {
        return "DataTransferSize %d, MaxSPDMmsgSize %d".formatted(dataTransferSize, maximumMessageSize);
    }
}
