package dev.tdisp.host.platform;

/**
 * How a platform calls a step; an empty word if there is none.
 *
 * @param host the verb of the host
 * @param guest the verb of the guest
 */
public record PlatformWord(String host, String guest) {
    /** No verb of its own. */
    public static final PlatformWord NONE = new PlatformWord("", "");

    /**
     * Tells whether the platform has a verb at all.
     *
     * @return false if neither party has one
     */
    public boolean isSpoken() {
        return !host.isEmpty() || !guest.isEmpty();
    }

    @Override
    public String toString() {
        if (host.isEmpty() || guest.isEmpty()) {
            return host + guest;
        }
        return guest + " -> " + host;
    }
}
