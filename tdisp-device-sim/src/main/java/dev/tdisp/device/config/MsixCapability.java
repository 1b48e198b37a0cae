package dev.tdisp.device.config;

import java.util.List;

/** The MSI-X capability. */
public final class MsixCapability implements Capability {
    /** Message Control: all vectors are masked. */
    public static final int FUNCTION_MASK = 0x4000;
    /** Message Control: MSI-X is on. */
    public static final int ENABLE = 0x8000;

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
    public MsixCapability(int offset, Placement placement) {
        this.offset = offset;
        this.placement = placement;
        this.messageControl = Register.of("MSI-X Message Control", offset + 2, 2)
                .withReset(placement.vectors() - 1)
                .withWritable(FUNCTION_MASK | ENABLE)
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
        return 0x11;
    }

    @Override
    public int size() {
        return 12;
    }

    @Override
    public List<Register> registers() {
        return List.of(
                messageControl,
                Register.readOnly("MSI-X Table", offset + 4, 4, placement.tableOffset() | placement.bar()),
                Register.readOnly("MSI-X PBA", offset + 8, 4, placement.pendingOffset() | placement.bar()));
    }
}
