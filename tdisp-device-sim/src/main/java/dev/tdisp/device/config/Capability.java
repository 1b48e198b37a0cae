package dev.tdisp.device.config;

import java.util.List;

/** A structure of configuration space with a header of its own; below 100h a PCI capability, from there an extended one. */
public interface Capability {
    /**
     * Returns where it starts.
     *
     * @return the offset of its header
     */
    int offset();

    /**
     * Returns which capability it is.
     *
     * @return the capability ID
     */
    int id();

    /**
     * Returns the version of an extended capability.
     *
     * @return the version, without meaning below 100h
     */
    default int version() {
        return 1;
    }

    /**
     * Returns how long it is.
     *
     * @return the size in bytes, with the header
     */
    int size();

    /**
     * Returns its registers.
     *
     * @return all but the header
     */
    List<Register> registers();

    /**
     * Tells to which list it belongs.
     *
     * @return true if it is an extended capability
     */
    default boolean isExtended() {
        return offset() >= ConfigurationSpaceBuilder.EXTENDED;
    }
}
