package dev.tdisp.lab;

/**
 * What crossed a link in both directions.
 *
 * @param requests requests of either end
 * @param completions their completions
 * @param messages messages of the link itself, such as those that keep the counters of a stream in step
 * @param bytes the size of all of them, with prefixes and MACs
 */
public record LinkTraffic(long requests, long completions, long messages, long bytes) {
    /**
     * Returns how many packets crossed.
     *
     * @return requests, completions and messages
     */
    public long packets() {
        return requests + completions + messages;
    }

    LinkTraffic since(LinkTraffic earlier) {
        return new LinkTraffic(
                requests - earlier.requests,
                completions - earlier.completions,
                messages - earlier.messages,
                bytes - earlier.bytes);
    }
}
