package dev.tdisp.guest.dma;

import java.util.Optional;

/** Lets a device use a buffer of the guest. */
public interface DmaMapper {
    /**
     * Makes a buffer usable for the device.
     *
     * @param buffer the buffer
     * @param direction which way data goes
     * @return the mapping, or nothing if there is no room for it now
     */
    Optional<DmaMapping> map(GuestBuffer buffer, Direction direction);

    /**
     * Takes a buffer back; what the device wrote is in it then.
     *
     * @param mapping a mapping of this mapper that was not taken back yet
     * @throws IllegalArgumentException if it is not
     */
    void unmap(DmaMapping mapping);

    /**
     * Returns what it cost so far.
     *
     * @return the work of this mapper alone
     */
    DmaWork work();
}
