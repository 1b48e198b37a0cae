package dev.tdisp.host.vmm;

/** The hypervisor found a device it cannot use. */
public final class EnumerationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what is wrong with the device
     */
    public EnumerationException(String message) {
        super(message);
    }
}
