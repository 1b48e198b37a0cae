package dev.tdisp.guest.dma;

/**
 * A buffer that a device may use, until it is unmapped.
 *
 * @param buffer the guest's buffer
 * @param direction which way data goes
 * @param deviceAddress where the device finds it
 */
public record DmaMapping(GuestBuffer buffer, Direction direction, long deviceAddress) {}
