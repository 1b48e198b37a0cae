package dev.tdisp.host.memory;

/**
 * The identity of a confidential guest, as the host's hardware knows it.
 *
 * @param name a name, unique on this host
 */
public record TvmId(String name) {
    /**
     * Checks the name.
     *
     * @param name not empty
     */
    public TvmId {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: a guest has one");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
