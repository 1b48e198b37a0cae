package dev.tdisp.device.function;

import dev.tdisp.device.config.RegisterChange;

/** Is told what happens to a function, after it happened. */
public interface FunctionListener {
    /**
     * A configuration write reached a register and took effect.
     *
     * @param function the function whose register it is
     * @param change what became of the register, perhaps nothing
     */
    default void registerWritten(DeviceFunction function, RegisterChange change) {}

    /**
     * The function lost its state.
     *
     * @param function the function
     * @param reset why
     */
    default void functionReset(DeviceFunction function, FunctionReset reset) {}

    /**
     * The function's share of the device was changed by somebody else, by means of the device's own.
     *
     * @param function the function
     * @param what what is different now
     */
    default void reconfigured(DeviceFunction function, String what) {}

    /**
     * The function has another Requester ID.
     *
     * @param function the function
     */
    default void functionRenumbered(DeviceFunction function) {}
}
