package dev.tdisp.host.tsm;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.host.memory.PageRange;

/**
 * Where the hypervisor says a device is. Nothing of it is believed before the device itself has said the same.
 *
 * @param dsm function 0, whose mailbox leads to the device security manager
 * @param lastFunction the last of its functions
 * @param window the addresses that are forwarded to it
 */
public record DeviceLocation(FunctionId dsm, FunctionId lastFunction, PageRange window) {
    /**
     * Tells whether a function is the device's.
     *
     * @param function the function
     * @return true from function 0 to the last
     */
    public boolean covers(FunctionId function) {
        int id = function.requesterId().value();
        return function.segment() == dsm.segment()
                && id >= dsm.requesterId().value()
                && id <= lastFunction.requesterId().value();
    }
}
