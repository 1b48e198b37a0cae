package dev.tdisp.core.pcie;

/** Offsets and bits of the IDE extended capability (section 7.9.26). */
public final class IdeCapability {
    /** The version. */
    public static final int VERSION = 1;

    /** IDE Capability, 4 bytes. */
    public static final int CAPABILITY = 0x04;

    /** IDE Control, 4 bytes. */
    public static final int CONTROL = 0x08;

    /** The first link block, or selective block if there is no link block. */
    public static final int FIRST_BLOCK = 0x0C;

    /** The size of a link block in bytes: Control and Status. */
    public static final int LINK_BLOCK_SIZE = 8;

    /** IDE Capability: Link IDE Stream Supported. */
    public static final int CAPABILITY_LINK = 1;

    /** IDE Capability: Selective IDE Streams Supported. */
    public static final int CAPABILITY_SELECTIVE = 1 << 1;

    /** IDE Capability: Flow-Through IDE Stream Supported. */
    public static final int CAPABILITY_FLOW_THROUGH = 1 << 2;

    /** IDE Capability: Partial Header Encryption Supported. */
    public static final int CAPABILITY_PARTIAL_HEADER = 1 << 3;

    /** IDE Capability: Aggregation Supported. */
    public static final int CAPABILITY_AGGREGATION = 1 << 4;

    /** IDE Capability: PCRC Supported. */
    public static final int CAPABILITY_PCRC = 1 << 5;

    /** IDE Capability: IDE_KM Protocol Supported. */
    public static final int CAPABILITY_IDE_KM = 1 << 6;

    /** IDE Capability: Selective IDE for Configuration Requests Supported. */
    public static final int CAPABILITY_CONFIG_REQUESTS = 1 << 7;

    /** IDE Capability: lowest bit of the 3-bit number of link traffic classes minus 1. */
    public static final int CAPABILITY_LINK_COUNT_SHIFT = 13;

    /** IDE Capability: lowest bit of the 8-bit number of selective streams minus 1. */
    public static final int CAPABILITY_SELECTIVE_COUNT_SHIFT = 16;

    /** IDE Capability: TEE-Limited Stream Supported. */
    public static final int CAPABILITY_TEE_LIMITED = 1 << 24;

    /** Selective block: Capability, 4 bytes; the number of address blocks is in bits 3:0. */
    public static final int SELECTIVE_CAPABILITY = 0x00;

    /** Selective block: Control, 4 bytes. */
    public static final int SELECTIVE_CONTROL = 0x04;

    /** Selective block: Status, 4 bytes. */
    public static final int SELECTIVE_STATUS = 0x08;

    /** Selective block: RID Association 1, 4 bytes; the limit is in bits 23:8. */
    public static final int SELECTIVE_RID_1 = 0x0C;

    /** Selective block: RID Association 2, 4 bytes; valid is bit 0, the base is in bits 23:8. */
    public static final int SELECTIVE_RID_2 = 0x10;

    /** Selective block: the first address association block. */
    public static final int SELECTIVE_ADDRESS = 0x14;

    /** The size of an address association block in bytes: three registers. */
    public static final int ADDRESS_BLOCK_SIZE = 0x0C;

    /** Stream control: Enable. */
    public static final int CONTROL_ENABLE = 1;

    /** Stream control: lowest bit of the three 2-bit Tx Aggregation Modes: NPR, PR, CPL. */
    public static final int CONTROL_AGGREGATION_SHIFT = 2;

    /** Stream control: the three Tx Aggregation Modes. */
    public static final int CONTROL_AGGREGATION = 0x3F << CONTROL_AGGREGATION_SHIFT;

    /** Stream control: PCRC Enable. */
    public static final int CONTROL_PCRC = 1 << 8;

    /** Stream control: lowest bit of the 4-bit Partial Header Encryption Mode. */
    public static final int CONTROL_PARTIAL_HEADER_SHIFT = 10;

    /** Stream control: Partial Header Encryption Mode. */
    public static final int CONTROL_PARTIAL_HEADER = 0xF << CONTROL_PARTIAL_HEADER_SHIFT;

    /** Selective stream control: Selective IDE for Configuration Requests Enable. */
    public static final int CONTROL_CONFIG_REQUESTS = 1 << 9;

    /** Stream control: lowest bit of the 3-bit traffic class. */
    public static final int CONTROL_TRAFFIC_CLASS_SHIFT = 19;

    /** Selective stream control: Default Stream. */
    public static final int CONTROL_DEFAULT_STREAM = 1 << 22;

    /** Selective stream control: TEE-Limited Stream. */
    public static final int CONTROL_TEE_LIMITED = 1 << 23;

    /** Stream control: lowest bit of the 8-bit Stream ID. */
    public static final int CONTROL_STREAM_ID_SHIFT = 24;

    /** Stream status: the state. */
    public static final int STATUS_STATE_MASK = 0xF;

    /** Stream status: the state Insecure. */
    public static final int STATUS_INSECURE = 0;

    /** Stream status: the state Secure. */
    public static final int STATUS_SECURE = 2;

    /** Stream status: Received Integrity Check Fail Message, written 1 to clear. */
    public static final long STATUS_FAIL_RECEIVED = 1L << 31;

    /** RID Association 2: valid. */
    public static final int RID_2_VALID = 1;

    /** Address Association 1: valid. */
    public static final int ADDRESS_1_VALID = 1;

    private IdeCapability() {}

    /**
     * Returns how many link blocks there are.
     *
     * @param capability the IDE Capability register
     * @return 0 to 8
     */
    public static int linkBlocks(long capability) {
        return (capability & CAPABILITY_LINK) == 0 ? 0 : (int) (capability >>> CAPABILITY_LINK_COUNT_SHIFT & 7) + 1;
    }

    /**
     * Returns how many selective blocks there are.
     *
     * @param capability the IDE Capability register
     * @return 0 to 256
     */
    public static int selectiveBlocks(long capability) {
        return (capability & CAPABILITY_SELECTIVE) == 0
                ? 0
                : (int) (capability >>> CAPABILITY_SELECTIVE_COUNT_SHIFT & 0xFF) + 1;
    }

    /**
     * Returns the size of a selective block.
     *
     * @param addressBlocks how many address association blocks it has, 0 to 15
     * @return its size in bytes
     */
    public static int selectiveBlockSize(int addressBlocks) {
        return SELECTIVE_ADDRESS + ADDRESS_BLOCK_SIZE * addressBlocks;
    }

    /**
     * Returns where a selective block starts, if all have the same number of address association blocks.
     *
     * @param capability the IDE Capability register
     * @param addressBlocks how many address association blocks each has
     * @param index which block, from 0
     * @return its offset from the start of the capability
     */
    public static int selectiveBlock(long capability, int addressBlocks, int index) {
        return FIRST_BLOCK + LINK_BLOCK_SIZE * linkBlocks(capability) + index * selectiveBlockSize(addressBlocks);
    }
}
