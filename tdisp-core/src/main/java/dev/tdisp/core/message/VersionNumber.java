package dev.tdisp.core.message;

/** A version byte that is put into words only if somebody reads them. */
record VersionNumber(int value) {
    @Override
    public String toString() {
        return (value >>> 4) + "." + (value & 0xF);
    }
}
