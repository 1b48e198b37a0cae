package dev.tdisp.core.pcie;

/**
 * The bits that every packet carries beside its purpose (section 2.2.1).
 *
 * @param trafficClass 0 to 7
 * @param idBasedOrdering Attr bit 2
 * @param relaxedOrdering Attr bit 1
 * @param noSnoop Attr bit 0
 * @param addressType what the address is
 * @param poisoned the EP bit: the data are known to be wrong
 */
public record TlpAttributes(
        int trafficClass,
        boolean idBasedOrdering,
        boolean relaxedOrdering,
        boolean noSnoop,
        AddressType addressType,
        boolean poisoned) {
    /** Traffic class 0, an untranslated address, all bits clear. */
    public static final TlpAttributes DEFAULT =
            new TlpAttributes(0, false, false, false, AddressType.UNTRANSLATED, false);

    /**
     * Checks the range.
     *
     * @param trafficClass 0 to 7
     * @param idBasedOrdering Attr bit 2
     * @param relaxedOrdering Attr bit 1
     * @param noSnoop Attr bit 0
     * @param addressType what the address is
     * @param poisoned the EP bit
     */
    public TlpAttributes {
        if (trafficClass >>> 3 != 0) {
            throw new IllegalArgumentException("traffic class: %d is not 0 to 7".formatted(trafficClass));
        }
    }

    /**
     * Returns the same attributes for another kind of address.
     *
     * @param type what the address is
     * @return the changed copy
     */
    public TlpAttributes withAddressType(AddressType type) {
        return new TlpAttributes(trafficClass, idBasedOrdering, relaxedOrdering, noSnoop, type, poisoned);
    }

    /**
     * Returns the same attributes of a packet whose data are, or are not, known to be wrong.
     *
     * @param isPoisoned the EP bit
     * @return the changed copy
     */
    public TlpAttributes withPoisoned(boolean isPoisoned) {
        return new TlpAttributes(trafficClass, idBasedOrdering, relaxedOrdering, noSnoop, addressType, isPoisoned);
    }
}
