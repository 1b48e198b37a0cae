package dev.tdisp.device.tdi;

import dev.tdisp.device.function.DeviceFunction;

/**
 * What an interface does to the work and the memory of its function when its state changes (sections 11.2, 11.3.9 and
 * 11.3.16); a device that is wrong on purpose does less.
 */
public interface Housekeeping {
    /** Does all that is required. */
    Housekeeping THOROUGH = new Housekeeping() {};

    /**
     * Ends what the function has under way before the interface is locked.
     *
     * @param function the function that hosts the interface
     */
    default void beforeLock(DeviceFunction function) {
        function.abortWork();
    }

    /**
     * Ends what the function has under way once the interface is in ERROR.
     *
     * @param function the function that hosts the interface
     */
    default void afterError(DeviceFunction function) {
        function.abortWork();
    }

    /**
     * Ends what the function has under way and clears what it holds, before the interface is unlocked.
     *
     * @param function the function that hosts the interface
     */
    default void atStop(DeviceFunction function) {
        function.abortWork();
        function.scrub();
    }
}
