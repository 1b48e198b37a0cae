package dev.tdisp.host.rootport;

/**
 * How much crossed the link, as the root port saw it.
 *
 * @param requestsToDevice memory requests of processors
 * @param bytesToDevice their data, read or written
 * @param requestsFromDevice memory requests of the device
 * @param bytesFromDevice their data, read or written
 * @param refused requests of either side that were refused
 */
public record LinkCounters(
        long requestsToDevice, long bytesToDevice, long requestsFromDevice, long bytesFromDevice, long refused) {
    /** Nothing yet. */
    public static final LinkCounters NONE = new LinkCounters(0, 0, 0, 0, 0);

    LinkCounters toDevice(int bytes) {
        return new LinkCounters(
                requestsToDevice + 1, bytesToDevice + bytes, requestsFromDevice, bytesFromDevice, refused);
    }

    LinkCounters fromDevice(int bytes) {
        return new LinkCounters(
                requestsToDevice, bytesToDevice, requestsFromDevice + 1, bytesFromDevice + bytes, refused);
    }

    LinkCounters oneRefused() {
        return new LinkCounters(requestsToDevice, bytesToDevice, requestsFromDevice, bytesFromDevice, refused + 1);
    }

    /**
     * Returns what was added since an earlier look.
     *
     * @param earlier the counters then
     * @return the difference
     */
    public LinkCounters since(LinkCounters earlier) {
        return new LinkCounters(
                requestsToDevice - earlier.requestsToDevice,
                bytesToDevice - earlier.bytesToDevice,
                requestsFromDevice - earlier.requestsFromDevice,
                bytesFromDevice - earlier.bytesFromDevice,
                refused - earlier.refused);
    }
}
