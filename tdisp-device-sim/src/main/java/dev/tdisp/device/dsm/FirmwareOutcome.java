package dev.tdisp.device.dsm;

/** How an attempt to replace the firmware ended (section 11.4.2). */
public enum FirmwareOutcome {
    /** The image runs, or waits for {@link FirmwareSlot#activate()}. */
    ACCEPTED(true),
    /** The image runs; interfaces went to ERROR, streams and sessions ended before it did. */
    ACCEPTED_WITH_LOSS(true),
    /** An interface is locked with NO_FW_UPDATE. */
    REFUSED_BY_LOCK(false),
    /** The image has a lower security version, and an interface is locked. */
    REFUSED_DOWNGRADE(false),
    /** An image is waiting already, or none is. */
    REFUSED_OUT_OF_ORDER(false);

    private final boolean accepted;

    FirmwareOutcome(boolean accepted) {
        this.accepted = accepted;
    }

    /**
     * Tells whether the device took the image.
     *
     * @return false if it is as before
     */
    public boolean isAccepted() {
        return accepted;
    }
}
