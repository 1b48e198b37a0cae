package dev.tdisp.device.config;

import dev.tdisp.core.ide.IdeFeature;
import dev.tdisp.core.pcie.CapabilityId;
import dev.tdisp.core.pcie.IdeCapability;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The IDE extended capability with link and selective streams; it lives in function 0. */
public final class IdeRegisters implements Capability {

    private static final long CAPABILITY = IdeCapability.CAPABILITY_SELECTIVE
            | IdeCapability.CAPABILITY_IDE_KM
            | IdeCapability.CAPABILITY_CONFIG_REQUESTS
            | IdeCapability.CAPABILITY_TEE_LIMITED;
    private static final int FLOW_THROUGH = 1 << 2;
    private static final long CONTROL_WRITABLE = 0xFFL << IdeCapability.CONTROL_STREAM_ID_SHIFT
            | 0x7L << IdeCapability.CONTROL_TRAFFIC_CLASS_SHIFT
            | IdeCapability.CONTROL_TEE_LIMITED
            | IdeCapability.CONTROL_DEFAULT_STREAM
            | IdeCapability.CONTROL_CONFIG_REQUESTS
            | IdeCapability.CONTROL_ENABLE;
    private static final long RID = 0x00FF_FF00;

    private static final long LINK_CONTROL_WRITABLE = 0xFFL << IdeCapability.CONTROL_STREAM_ID_SHIFT
            | 0x7L << IdeCapability.CONTROL_TRAFFIC_CLASS_SHIFT
            | IdeCapability.CONTROL_ENABLE;

    private final int offset;
    private final Counts counts;
    private final Register control;
    private final List<StreamBlock> streams;
    private final List<StreamBlock> links;
    private final List<StreamBlock> all;

    /**
     * How many streams a device has.
     *
     * @param selective selective streams, 1 to 256
     * @param addressBlocks address association blocks of each of them, 0 to 15
     * @param link link streams, 0 to 8
     * @param features what the device can do beyond sealing each packet for itself
     */
    public record Counts(int selective, int addressBlocks, int link, Set<IdeFeature> features) {
        /**
         * Checks the numbers.
         *
         * @param selective selective streams, 1 to 256
         * @param addressBlocks address association blocks of each of them, 0 to 15
         * @param link link streams, 0 to 8
         * @param features what the device can do beyond sealing each packet for itself
         */
        public Counts {
            features = Set.copyOf(features);
            boolean fits = selective >= 1 && selective <= 256 && addressBlocks >= 0 && addressBlocks <= 15;
            if (!fits || link < 0 || link > 8) {
                throw new IllegalArgumentException(
                        "no IDE capability has %d streams of %d address blocks, and %d of the link"
                                .formatted(selective, addressBlocks, link));
            }
        }

        /**
         * Counts the streams of a device that seals each packet for itself.
         *
         * @param selective selective streams, 1 to 256
         * @param addressBlocks address association blocks of each of them, 0 to 15
         * @param link link streams, 0 to 8
         */
        public Counts(int selective, int addressBlocks, int link) {
            this(selective, addressBlocks, link, Set.of());
        }
    }

    /**
     * The registers of one stream.
     *
     * @param index the number of the stream: selective ones first, then those of the link
     * @param control IDE Stream Control
     * @param status IDE Stream Status
     * @param rids both RID association registers; none of a link stream
     * @param addresses three registers an address association block; none of a link stream
     */
    public record StreamBlock(
            int index, Register control, Register status, List<Register> rids, List<Register> addresses) {
        /**
         * Copies the lists.
         *
         * @param index the number of the stream: selective ones first, then those of the link
         * @param control IDE Stream Control
         * @param status IDE Stream Status
         * @param rids both RID association registers; none of a link stream
         * @param addresses three registers an address association block; none of a link stream
         */
        public StreamBlock {
            rids = List.copyOf(rids);
            addresses = List.copyOf(addresses);
        }

        /**
         * Returns all registers behind the block's capability register.
         *
         * @return control, status, two RID associations, then three an address association block
         */
        public List<Register> registers() {
            var all = new ArrayList<>(List.of(control, status));
            all.addAll(rids);
            all.addAll(addresses);
            return List.copyOf(all);
        }

        /**
         * Tells whether a register is one of this block.
         *
         * @param register the register
         * @return true if it is
         */
        public boolean has(Register register) {
            return control.equals(register)
                    || status.equals(register)
                    || rids.contains(register)
                    || addresses.contains(register);
        }
    }

    /**
     * Places the capability.
     *
     * @param offset where
     * @param counts how many streams there are
     */
    public IdeRegisters(int offset, Counts counts) {
        this.offset = offset;
        this.counts = counts;
        this.control = Register.of("IDE Control", offset + IdeCapability.CONTROL, 4)
                .withWritable(FLOW_THROUGH)
                .withEffect(RegisterEffect.IDE_CONTROL);
        this.streams =
                IntStream.range(0, counts.selective()).mapToObj(this::block).toList();
        this.links = IntStream.range(0, counts.link()).mapToObj(this::link).toList();
        this.all = Stream.concat(streams.stream(), links.stream()).toList();
    }

    private StreamBlock link(int index) {
        int at = offset + IdeCapability.FIRST_BLOCK + IdeCapability.LINK_BLOCK_SIZE * index;
        String name = "Link IDE Stream %d ".formatted(index);
        Register linkControl = Register.of(name + "Control", at, 4)
                .withWritable(LINK_CONTROL_WRITABLE | IdeFeature.control(counts.features()))
                .withEffect(RegisterEffect.IDE_STREAM_CONTROL);
        Register status = Register.of(name + "Status", at + 4, 4)
                .withClearable(IdeCapability.STATUS_FAIL_RECEIVED)
                .withEffect(RegisterEffect.IDE_STREAM_STATUS);
        return new StreamBlock(counts.selective() + index, linkControl, status, List.of(), List.of());
    }

    private StreamBlock block(int index) {
        int at = blockOffset(index);
        String name = "Selective IDE Stream %d ".formatted(index);
        Register streamControl = Register.of(name + "Control", at + IdeCapability.SELECTIVE_CONTROL, 4)
                .withWritable(CONTROL_WRITABLE | IdeFeature.control(counts.features()))
                .withEffect(RegisterEffect.IDE_STREAM_CONTROL);
        Register status = Register.of(name + "Status", at + IdeCapability.SELECTIVE_STATUS, 4)
                .withClearable(IdeCapability.STATUS_FAIL_RECEIVED)
                .withEffect(RegisterEffect.IDE_STREAM_STATUS);
        List<Register> rids = List.of(
                Register.of(name + "RID Association 1", at + IdeCapability.SELECTIVE_RID_1, 4)
                        .withWritable(RID)
                        .withEffect(RegisterEffect.IDE_RID_ASSOCIATION),
                Register.of(name + "RID Association 2", at + IdeCapability.SELECTIVE_RID_2, 4)
                        .withWritable(RID | 0xFF00_0001L)
                        .withEffect(RegisterEffect.IDE_RID_ASSOCIATION));
        var addresses = new ArrayList<Register>();
        for (int i = 0; i < addressBlocks(); i++) {
            int first = at + IdeCapability.SELECTIVE_ADDRESS + IdeCapability.ADDRESS_BLOCK_SIZE * i;
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
        int first = IdeCapability.FIRST_BLOCK + IdeCapability.LINK_BLOCK_SIZE * counts.link();
        return offset + first + index * IdeCapability.selectiveBlockSize(addressBlocks());
    }

    /**
     * Returns how many address association blocks each stream has.
     *
     * @return 0 to 15
     */
    public int addressBlocks() {
        return counts.addressBlocks();
    }

    /**
     * Returns what the streams can do.
     *
     * @return the features that the capability register announces
     */
    public Set<IdeFeature> features() {
        return counts.features();
    }

    /**
     * Returns the register blocks of the selective streams.
     *
     * @return the blocks, in order
     */
    public List<StreamBlock> streams() {
        return streams;
    }

    /**
     * Returns the register blocks of all streams.
     *
     * @return the selective ones, then those of the link
     */
    public List<StreamBlock> allStreams() {
        return all;
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int id() {
        return CapabilityId.EXTENDED_IDE;
    }

    @Override
    public int size() {
        return blockOffset(streams.size()) - offset;
    }

    @Override
    public List<Register> registers() {
        var registers = new ArrayList<Register>();
        registers.add(Register.readOnly("IDE Capability", offset + IdeCapability.CAPABILITY, 4, capability()));
        registers.add(control);
        links.forEach(block -> registers.addAll(block.registers()));
        for (StreamBlock block : streams) {
            registers.add(Register.readOnly(
                    "Selective IDE Stream %d Capability".formatted(block.index()),
                    blockOffset(block.index()),
                    4,
                    addressBlocks()));
            registers.addAll(block.registers());
        }
        return registers;
    }

    private long capability() {
        long selective = (long) (counts.selective() - 1) << IdeCapability.CAPABILITY_SELECTIVE_COUNT_SHIFT;
        long link = counts.link() == 0
                ? 0
                : IdeCapability.CAPABILITY_LINK
                        | (long) (counts.link() - 1) << IdeCapability.CAPABILITY_LINK_COUNT_SHIFT;
        return CAPABILITY | IdeFeature.capability(counts.features()) | selective | link;
    }
}
