package dev.tdisp.spdm.connection;

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
     * Shows the sizes by the names of their fields.
     *
     * @return for example {@code DataTransferSize 4608, MaxSPDMmsgSize 65536}
     */
    @Override
    public String toString() {
        return "DataTransferSize %d, MaxSPDMmsgSize %d".formatted(dataTransferSize, maximumMessageSize);
    }
}
