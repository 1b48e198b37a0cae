package dev.tdisp.host.tsm;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.host.memory.PageRange;

/**
 * Where the hypervisor says a device is.
 *
 * <p>The device itself confirms function 0 alone (QUERY_RESP). Of the rest the security manager knows that one root port
 * leads to all of the window, and that no other device shares an address or a Requester ID. A location that is too large or
 * too small gives nothing away: the keys of the stream are the device's, and its report says where its interfaces are.
 *
 * @param dsm function 0, whose mailbox leads to the device security manager
 * @param lastFunction the last of its functions
 * @param window the addresses that a root port is said to forward to it; no range of a report may lie outside
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
        return function.segment() == dsm.segment() && id >= first() && id <= last();
    }

    /**
     * Tells whether two devices cannot both be where they are said to be. Segments do not count: the IOMMU knows requesters
     * by their ID alone.
     *
     * @param other where another device is
     * @return true if they share a Requester ID or an address
     */
    public boolean overlaps(DeviceLocation other) {
        return first() <= other.last() && other.first() <= last() || window.overlaps(other.window);
    }

    private int first() {
        return dsm.requesterId().value();
    }

    private int last() {
        return lastFunction.requesterId().value();
    }
}
