package dev.tdisp.device.config;

import dev.tdisp.core.pcie.CapabilityId;
import dev.tdisp.core.pcie.MsixCapability;
import java.util.List;

/** The MSI-X capability. */
public final class MsixRegisters implements Capability {

    private final int offset;
    private final Placement placement;
    private final Register messageControl;

    /**
     * Where table and pending bits lie.
     *
     * @param vectors how many vectors, 1 to 2048
     * @param bar the BAR both are in
     * @param tableOffset where the table starts there
     * @param pendingOffset where the pending bits start there
     */
    public record Placement(int vectors, int bar, long tableOffset, long pendingOffset) {
        /**
         * Checks the values.
         *
         * @param vectors how many vectors, 1 to 2048
         * @param bar the BAR both are in
         * @param tableOffset where the table starts there
         * @param pendingOffset where the pending bits start there
         */
        public Placement {
            if (vectors < 1 || vectors > 2048) {
                throw new IllegalArgumentException("vectors: %d, not 1 to 2048".formatted(vectors));
            }
            if ((tableOffset | pendingOffset) % 8 != 0) {
                throw new IllegalArgumentException("MSI-X structures must be aligned to 8 bytes");
            }
        }
    }

    /**
     * Places the capability.
     *
     * @param offset where
     * @param placement where the table and the pending bits lie
     */
    public MsixRegisters(int offset, Placement placement) {
        this.offset = offset;
        this.placement = placement;
        this.messageControl = Register.of("MSI-X Message Control", offset + MsixCapability.CONTROL, 2)
                .withReset(placement.vectors() - 1)
                .withWritable(MsixCapability.CONTROL_FUNCTION_MASK | MsixCapability.CONTROL_ENABLE)
                .withEffect(RegisterEffect.MSIX_CONTROL);
    }

    /**
     * Returns the Message Control register.
     *
     * @return the register
     */
    public Register messageControl() {
        return messageControl;
    }

    /**
     * Returns where table and pending bits lie.
     *
     * @return the place
     */
    public Placement placement() {
        return placement;
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int id() {
        return CapabilityId.MSI_X;
    }

    @Override
    public int size() {
        return MsixCapability.SIZE;
    }

    @Override
    public List<Register> registers() {
        return List.of(
                messageControl,
                Register.readOnly(
                        "MSI-X Table", offset + MsixCapability.TABLE, 4, placement.tableOffset() | placement.bar()),
                Register.readOnly(
                        "MSI-X PBA", offset + MsixCapability.PENDING, 4, placement.pendingOffset() | placement.bar()));
    }
}
