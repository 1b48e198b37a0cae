package dev.tdisp.guest.dma;

/** Which way data goes. */
public enum Direction {
    /** The device reads what the guest wrote. */
    TO_DEVICE,
    /** The guest reads what the device wrote. */
    FROM_DEVICE,
    /** Both. */
    BOTH_WAYS;

    boolean isToDevice() {
        return this != FROM_DEVICE;
    }

    boolean isFromDevice() {
        return this != TO_DEVICE;
    }
}
