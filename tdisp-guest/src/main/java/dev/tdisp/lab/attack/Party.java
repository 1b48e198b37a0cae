package dev.tdisp.lab.attack;

/** Who can notice an attack. */
public enum Party {
    /** The guest: its policy, its driver. */
    GUEST("guest"),
    /** The security manager. */
    TSM("TSM"),
    /** The device with its security manager. */
    DEVICE("device"),
    /** The host's end of the link. */
    ROOT_PORT("root port"),
    /** The host's memory protection: owners of pages, and the IOMMU. */
    MEMORY("memory protection");

    private final String label;

    Party(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }
}
