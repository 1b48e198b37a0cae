package dev.tdisp.host.rootport;

import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;

/**
 * What the partner of a selective IDE stream is: its functions and its addresses (section 7.9.26.5).
 *
 * @param stream the stream
 * @param firstFunction RID base
 * @param lastFunction RID limit, included
 * @param addressBase the first address of the partner's windows
 * @param addressLimit the last address, included
 */
public record StreamAssociation(
        StreamId stream, RequesterId firstFunction, RequesterId lastFunction, long addressBase, long addressLimit) {
    /**
     * Checks the order.
     *
     * @param stream the stream
     * @param firstFunction RID base
     * @param lastFunction RID limit
     * @param addressBase the first address
     * @param addressLimit the last address
     */
    public StreamAssociation {
        if (firstFunction.value() > lastFunction.value()) {
            throw new IllegalArgumentException("%s comes after %s".formatted(firstFunction, lastFunction));
        }
        if (Long.compareUnsigned(addressBase, addressLimit) > 0) {
            throw new IllegalArgumentException("%xh comes after %xh".formatted(addressBase, addressLimit));
        }
    }

    /**
     * Tells whether a function is the partner's.
     *
     * @param requester the function
     * @return true if it lies between base and limit
     */
    public boolean covers(RequesterId requester) {
        return requester.value() >= firstFunction.value() && requester.value() <= lastFunction.value();
    }

    /**
     * Tells whether an address is the partner's.
     *
     * @param address the address
     * @return true if it lies between base and limit
     */
    public boolean covers(long address) {
        return Long.compareUnsigned(address, addressBase) >= 0 && Long.compareUnsigned(address, addressLimit) <= 0;
    }
}
