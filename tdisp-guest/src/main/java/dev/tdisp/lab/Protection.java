package dev.tdisp.lab;

/** How the data of a VM and a device meet. */
public enum Protection {
    /** Not protected: the VM's memory is everybody's, and the device uses it where it is. */
    NONE("no protection"),
    /** The VM's memory is private, and what the device needs is copied out of it and back. */
    BOUNCE("bounce buffers"),
    /** The VM's memory is private, and the device, accepted by TDISP, uses it where it is. */
    TDISP("TDISP");

    private final String title;

    Protection(String title) {
        this.title = title;
    }

    /**
     * Returns what to call it.
     *
     * @return a few words
     */
    public String title() {
        return title;
    }
}
