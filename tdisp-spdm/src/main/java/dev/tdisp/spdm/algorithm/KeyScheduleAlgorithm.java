package dev.tdisp.spdm.algorithm;

/** The KeySchedule mask. */
public enum KeyScheduleAlgorithm implements Algorithm {
    /** The key schedule of SPDM itself: HKDF with the base hash. */
    SPDM(0x01, SpdmVersion.V1_1);

    private final int bit;
    private final SpdmVersion since;

    KeyScheduleAlgorithm(int bit, SpdmVersion since) {
        this.bit = bit;
        this.since = since;
    }

    @Override
    public int bit() {
        return bit;
    }

    @Override
    public SpdmVersion since() {
        return since;
    }
}
