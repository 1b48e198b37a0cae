package dev.tdisp.device.config;

import java.util.List;

/**
 * Which capabilities functions have, and where.
 *
 * @param physical those of the physical function
 * @param virtual those of each virtual function
 */
public record CapabilityPlan(List<Place> physical, List<Place> virtual) {
    private static final int ALIGNMENT = 0x10;

    /** The places of the worked example of an accelerator. */
    public static final CapabilityPlan ACCELERATOR = new CapabilityPlan(
            List.of(
                    Place.at(0x40, CapabilityKind.POWER_MANAGEMENT),
                    Place.at(0x50, CapabilityKind.MSI_X),
                    Place.at(0x70, CapabilityKind.PCI_EXPRESS),
                    Place.at(0x100, CapabilityKind.ERROR_REPORTING),
                    Place.next(CapabilityKind.ALTERNATIVE_ROUTING),
                    Place.next(CapabilityKind.SR_IOV),
                    Place.next(CapabilityKind.DATA_OBJECT_EXCHANGE),
                    Place.next(CapabilityKind.IDE),
                    Place.next(CapabilityKind.ACCESS_CONTROL),
                    Place.next(CapabilityKind.DEVICE_3),
                    Place.next(CapabilityKind.ADDRESS_TRANSLATION)),
            List.of(
                    Place.at(0x50, CapabilityKind.MSI_X),
                    Place.at(0x70, CapabilityKind.PCI_EXPRESS),
                    Place.at(0x100, CapabilityKind.ALTERNATIVE_ROUTING),
                    Place.next(CapabilityKind.ADDRESS_TRANSLATION)));

    /** Every capability there is, in another order and at other places. */
    public static final CapabilityPlan COMPLETE = new CapabilityPlan(
            List.of(
                    Place.at(0x40, CapabilityKind.PCI_EXPRESS),
                    Place.next(CapabilityKind.MSI),
                    Place.next(CapabilityKind.MSI_X),
                    Place.next(CapabilityKind.VITAL_PRODUCT_DATA),
                    Place.next(CapabilityKind.POWER_MANAGEMENT),
                    Place.next(CapabilityKind.ENHANCED_ALLOCATION),
                    Place.at(0x100, CapabilityKind.SERIAL_NUMBER),
                    Place.next(CapabilityKind.DATA_OBJECT_EXCHANGE),
                    Place.next(CapabilityKind.ERROR_REPORTING),
                    Place.next(CapabilityKind.ALTERNATIVE_ROUTING),
                    Place.next(CapabilityKind.ADDRESS_TRANSLATION),
                    Place.next(CapabilityKind.PAGE_REQUESTS),
                    Place.next(CapabilityKind.PROCESS_ADDRESS_SPACES),
                    Place.next(CapabilityKind.PROCESSING_HINTS),
                    Place.next(CapabilityKind.LATENCY_TOLERANCE),
                    Place.next(CapabilityKind.MULTICAST),
                    Place.next(CapabilityKind.RESIZABLE_BAR),
                    Place.next(CapabilityKind.VF_RESIZABLE_BAR),
                    Place.at(0x300, CapabilityKind.SR_IOV),
                    Place.next(CapabilityKind.ACCESS_CONTROL),
                    Place.next(CapabilityKind.DEVICE_3),
                    Place.at(0x400, CapabilityKind.IDE),
                    Place.at(0xE00, CapabilityKind.DATA_OBJECT_EXCHANGE),
                    Place.next(CapabilityKind.VENDOR_SPECIFIC),
                    Place.next(CapabilityKind.LIGHTWEIGHT_NOTIFICATION),
                    Place.next(CapabilityKind.VIRTUAL_CHANNEL),
                    Place.next(CapabilityKind.POWER_ALLOCATION),
                    Place.next(CapabilityKind.L1_SUBSTATES),
                    Place.next(CapabilityKind.PRECISION_TIME),
                    Place.next(CapabilityKind.SECONDARY_PCI_EXPRESS),
                    Place.next(CapabilityKind.PHYSICAL_LAYER_16),
                    Place.next(CapabilityKind.PHYSICAL_LAYER_32),
                    Place.next(CapabilityKind.PHYSICAL_LAYER_64)),
            List.of(
                    Place.at(0x40, CapabilityKind.PCI_EXPRESS),
                    Place.next(CapabilityKind.MSI_X),
                    Place.next(CapabilityKind.POWER_MANAGEMENT),
                    Place.at(0x100, CapabilityKind.ALTERNATIVE_ROUTING),
                    Place.next(CapabilityKind.ADDRESS_TRANSLATION),
                    Place.next(CapabilityKind.ACCESS_CONTROL),
                    Place.next(CapabilityKind.PROCESSING_HINTS),
                    Place.next(CapabilityKind.VENDOR_SPECIFIC),
                    Place.next(CapabilityKind.LIGHTWEIGHT_NOTIFICATION)));

    /**
     * Copies the lists.
     *
     * @param physical those of the physical function
     * @param virtual those of each virtual function
     */
    public CapabilityPlan {
        physical = List.copyOf(physical);
        virtual = List.copyOf(virtual);
    }

    /**
     * A capability and its place.
     *
     * @param kind which capability
     * @param offset where; 0 for the next multiple of 16 behind the one before
     */
    public record Place(CapabilityKind kind, int offset) {
        /**
         * Puts a capability at a place.
         *
         * @param offset where
         * @param kind which capability
         * @return the place
         */
        public static Place at(int offset, CapabilityKind kind) {
            return new Place(kind, offset);
        }

        /**
         * Puts a capability behind the one before.
         *
         * @param kind which capability
         * @return the place
         */
        public static Place next(CapabilityKind kind) {
            return new Place(kind, 0);
        }

        /** Returns where the capability starts if the one before ends there. */
        int behind(int end) {
            return offset != 0 ? offset : (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        }
    }
}
