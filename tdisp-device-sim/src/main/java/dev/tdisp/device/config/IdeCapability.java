package dev.tdisp.device.config;

import java.util.ArrayList;
import java.util.List;

/** The IDE extended capability with selective streams only; it lives in function 0. */
public final class IdeCapability implements Capability {
    /** Stream Control: the stream is enabled. */
    public static final long ENABLE = 1;
    /** Stream Control: the traffic class. */
    public static final long TRAFFIC_CLASS = 0x7L << 19;
    /** Stream Control: the stream for all that no other stream is associated with. */
    public static final long DEFAULT_STREAM = 1L << 22;
    /** Stream Control: the stream carries trusted packets only. */
    public static final long TEE_LIMITED = 1L << 23;
    /** Stream Control: Stream ID. */
    public static final long STREAM_ID = 0xFFL << 24;
    /** Stream Status: the state field. */
    public static final long STATE = 0xF;
    /** Stream Status: the value of the state field of a secure stream. */
    public static final long SECURE = 2;
    /** Stream Status: Received Integrity Check Fail Message. */
    public static final long FAIL_MESSAGE_RECEIVED = 1L << 31;

    private static final long CAPABILITY = 0x0100_00C2;
    private static final long FLOW_THROUGH = 1 << 2;
    private static final long CONTROL_WRITABLE = STREAM_ID | TEE_LIMITED | DEFAULT_STREAM | TRAFFIC_CLASS | 0x0200 | 1;
    private static final long RID = 0x00FF_FF00;
    private static final int FIXED = 0x0C;
    private static final int BLOCK = 0x14;
    private static final int ADDRESS_BLOCK = 0x0C;

    private final int offset;
    private final int addressBlocks;
    private final Register control;
    private final List<StreamBlock> streams = new ArrayList<>();

    /**
     * The registers of one selective stream.
     *
     * @param index the number of the block
     * @param control Selective IDE Stream Control
     * @param status Selective IDE Stream Status
     * @param rids both RID association registers
     * @param addresses three registers an address association block
     */
    public record StreamBlock(
            int index, Register control, Register status, List<Register> rids, List<Register> addresses) {
        /**
         * Copies the lists.
         *
         * @param index the number of the block
         * @param control Selective IDE Stream Control
         * @param status Selective IDE Stream Status
         * @param rids both RID association registers
         * @param addresses three registers an address association block
         */
        public StreamBlock {
            rids = List.copyOf(rids);
            addresses = List.copyOf(addresses);
        }

        /**
         * Tells whether a register is one of this block.
         *
         * @param register the register
         * @return true if it is
         */
        public boolean has(Register register) {
            return register == control || register == status || rids.contains(register) || addresses.contains(register);
        }
    }

    /**
     * Places the capability.
     *
     * @param offset where
     * @param streamCount how many selective streams there are, 1 to 256
     * @param addressBlocks how many address association blocks each has, 0 to 15
     */
    public IdeCapability(int offset, int streamCount, int addressBlocks) {
        if (streamCount < 1 || streamCount > 256 || addressBlocks < 0 || addressBlocks > 15) {
            throw new IllegalArgumentException(
                    "no IDE capability has %d streams of %d address blocks".formatted(streamCount, addressBlocks));
        }
        this.offset = offset;
        this.addressBlocks = addressBlocks;
        this.control = Register.of("IDE Control", offset + 0x08, 4)
                .withWritable(FLOW_THROUGH)
                .withEffect(RegisterEffect.IDE_CONTROL);
        for (int index = 0; index < streamCount; index++) {
            streams.add(block(index));
        }
    }

    private StreamBlock block(int index) {
        int at = blockOffset(index);
        String name = "Selective IDE Stream %d ".formatted(index);
        Register streamControl = Register.of(name + "Control", at + 0x04, 4)
                .withWritable(CONTROL_WRITABLE)
                .withEffect(RegisterEffect.IDE_STREAM_CONTROL);
        Register status = Register.of(name + "Status", at + 0x08, 4).withClearable(FAIL_MESSAGE_RECEIVED);
        List<Register> rids = List.of(
                Register.of(name + "RID Association 1", at + 0x0C, 4)
                        .withWritable(RID)
                        .withEffect(RegisterEffect.IDE_RID_ASSOCIATION),
                Register.of(name + "RID Association 2", at + 0x10, 4)
                        .withWritable(RID | 0xFF00_0001L)
                        .withEffect(RegisterEffect.IDE_RID_ASSOCIATION));
        var addresses = new ArrayList<Register>();
        for (int i = 0; i < addressBlocks; i++) {
            int first = at + BLOCK + ADDRESS_BLOCK * i;
            addresses.add(address(name + "Address Association 1", first, 0xFFFF_FF01L));
            addresses.add(address(name + "Address Association 2", first + 4, 0xFFFF_FFFFL));
            addresses.add(address(name + "Address Association 3", first + 8, 0xFFFF_FFFFL));
        }
        return new StreamBlock(index, streamControl, status, rids, addresses);
    }

    private static Register address(String name, int at, long writable) {
        return Register.of(name, at, 4).withWritable(writable).withEffect(RegisterEffect.IDE_ADDRESS_ASSOCIATION);
    }

    private int blockOffset(int index) {
        return offset + FIXED + index * (BLOCK + ADDRESS_BLOCK * addressBlocks);
    }

    /**
     * Returns the register blocks of the streams.
     *
     * @return the blocks, in order
     */
    public List<StreamBlock> streams() {
        return List.copyOf(streams);
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int id() {
        return 0x0030;
    }

    @Override
    public int size() {
        return blockOffset(streams.size()) - offset;
    }

    @Override
    public List<Register> registers() {
        var registers = new ArrayList<Register>();
        long streamCount = (long) (streams.size() - 1) << 16;
        registers.add(Register.readOnly("IDE Capability", offset + 0x04, 4, CAPABILITY | streamCount));
        registers.add(control);
        for (StreamBlock block : streams) {
            registers.add(Register.readOnly(
                    "Selective IDE Stream %d Capability".formatted(block.index()),
                    blockOffset(block.index()),
                    4,
                    addressBlocks));
            registers.add(block.control());
            registers.add(block.status());
            registers.addAll(block.rids());
            registers.addAll(block.addresses());
        }
        return registers;
    }
}
