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
     * Places alternative routing: the only physical function, without function groups.
     *
     * @param offset where
     * @return the capability
     */
    public static SimpleCapability ari(int offset) {
        return new SimpleCapability(
                CapabilityId.EXTENDED_ARI,
                offset,
                8,
                List.of(
                        Register.of("ARI Capability", offset + 4, 2),
                        Register.of("ARI Control", offset + 6, 2).withEffect(RegisterEffect.ARI_CONTROL)));
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
