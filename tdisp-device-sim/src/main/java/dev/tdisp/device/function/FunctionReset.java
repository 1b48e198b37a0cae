package dev.tdisp.device.function;

/** Why a function lost its state. */
public enum FunctionReset {
    /** Its own Initiate Function Level Reset. */
    FUNCTION_LEVEL,
    /** The function level reset of its physical function. */
    OF_PHYSICAL_FUNCTION,
    /** VF Enable was cleared. */
    VF_DISABLED,
    /** It left D3hot and does not keep its state there. */
    POWER,
    /** The link went down, or the port above reset what is behind it: sticky bits survive. */
    HOT,
    /** The whole device was reset by its power or its reset pin. */
    CONVENTIONAL;

    /**
     * Tells whether it is a conventional reset of the whole device.
     *
     * @return true for a hot, warm or cold one
     */
    public boolean isConventional() {
        return this == HOT || this == CONVENTIONAL;
    }
}
