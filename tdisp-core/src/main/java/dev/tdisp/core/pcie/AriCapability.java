package dev.tdisp.core.pcie;

/** Offsets of the ARI extended capability (section 7.8.8). */
public final class AriCapability {
    /** The size in bytes. */
    public static final int SIZE = 8;

    /** The version. */
    public static final int VERSION = 1;

    /** ARI Capability, 2 bytes; the Next Function Number is in bits 15:8. */
    public static final int CAPABILITIES = 0x04;

    /** ARI Control, 2 bytes. */
    public static final int CONTROL = 0x06;

    private AriCapability() {}
}
