package dev.tdisp.device.config;

import dev.tdisp.core.pcie.CapabilityId;
import java.util.List;

/**
 * A capability of which nothing but the registers is modelled.
 *
 * @param id the capability ID
 * @param offset where it starts
 * @param size its size in bytes, with the header
 * @param registers its registers without the header
 */
public record SimpleCapability(int id, int offset, int size, List<Register> registers) implements Capability {
    private static final int ACS_GROUPS = 0x2;
    private static final int FUNCTION_GROUP = 0x70;

    /**
     * Copies the list.
     *
     * @param id the capability ID
     * @param offset where it starts
     * @param size its size in bytes, with the header
     * @param registers its registers without the header
     */
    public SimpleCapability {
        registers = List.copyOf(registers);
    }

    /**
     * Places alternative routing: the only physical function.
     *
     * @param offset where
     * @param groups true if it has function groups for access control
     * @return the capability
     */
    public static SimpleCapability ari(int offset, boolean groups) {
        return new SimpleCapability(
                CapabilityId.EXTENDED_ARI,
                offset,
                8,
                List.of(
                        Register.readOnly("ARI Capability", offset + 4, 2, groups ? ACS_GROUPS : 0),
                        Register.of("ARI Control", offset + 6, 2)
                                .withWritable(groups ? ACS_GROUPS | FUNCTION_GROUP : 0)
                                .withEffect(RegisterEffect.ARI_CONTROL)));
    }

    /**
     * Places access control services.
     *
     * @param offset where
     * @param services those that the function offers and software may enable; 0 if none is needed
     * @return the capability
     */
    public static SimpleCapability accessControl(int offset, int services) {
        return new SimpleCapability(
                CapabilityId.EXTENDED_ACS,
                offset,
                8,
                List.of(
                        Register.readOnly("ACS Capability", offset + 4, 2, services),
                        Register.of("ACS Control", offset + 6, 2)
                                .withWritable(services)
                                .withEffect(RegisterEffect.ACCESS_CONTROL)));
    }

    /**
     * Places the Device 3 capability.
     *
     * @param offset where
     * @param fourteenBitTags true if the function takes and may be told to use 14-bit tags
     * @return the capability
     */
    public static SimpleCapability device3(int offset, boolean fourteenBitTags) {
        return new SimpleCapability(
                CapabilityId.EXTENDED_DEVICE_3,
                offset,
                0x10,
                List.of(
                        Register.readOnly("Device Capabilities 3", offset + 4, 4, fourteenBitTags ? 0x6 : 0),
                        Register.of("Device Control 3", offset + 8, 4)
                                .withWritable(fourteenBitTags ? 0x4 : 0)
                                .withEffect(RegisterEffect.DEVICE_CONTROL_3),
                        Register.of("Device Status 3", offset + 12, 4)));
    }

    /**
     * Places address translation services.
     *
     * @param offset where
     * @param virtual true for that of a virtual function, whose page size is the physical function's
     * @return the capability
     */
    public static SimpleCapability addressTranslation(int offset, boolean virtual) {
        return new SimpleCapability(
                CapabilityId.EXTENDED_ATS,
                offset,
                8,
                List.of(
                        Register.readOnly("ATS Capability", offset + 4, 2, 0x0060),
                        Register.of("ATS Control", offset + 6, 2)
                                .withWritable(virtual ? 0x8000 : 0x801F)
                                .withEffect(RegisterEffect.ATS_CONTROL)));
    }
}
