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
    /** The whole device was reset. */
    CONVENTIONAL
}
