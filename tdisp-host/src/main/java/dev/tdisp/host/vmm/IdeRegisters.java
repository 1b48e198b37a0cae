package dev.tdisp.host.vmm;

import dev.tdisp.core.ide.IdeForm;
import dev.tdisp.core.pcie.CapabilityId;
import dev.tdisp.core.pcie.IdeCapability;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;

/**
 * The hypervisor's hand on the selective stream blocks of a device's IDE capability.
 *
 * <p>All blocks are taken to have as many address associations as the first, as is common.
 */
public final class IdeRegisters {
    private static final int DWORD = 4;
    private static final int RID_SHIFT = 8;
    private static final int ADDRESS_BLOCKS_MASK = 0xF;

    private final ConfigAccess config;
    private final int capability;
    private final int blocks;
    private final int firstBlock;
    private final int blockSize;

    /**
     * Finds the capability.
     *
     * @param config the configuration space of function 0
     * @throws EnumerationException if there is none, or it has no selective stream
     */
    public IdeRegisters(ConfigAccess config) {
        this.config = config;
        this.capability = config.requireExtended(CapabilityId.EXTENDED_IDE, "IDE");
        long register = config.read(capability + IdeCapability.CAPABILITY, DWORD);
        this.blocks = IdeCapability.selectiveBlocks(register);
        if (blocks == 0) {
            throw new EnumerationException(config.function() + " has no selective IDE stream");
        }
        this.firstBlock = capability + IdeCapability.selectiveBlock(register, 0, 0);
        long block = config.read(firstBlock + IdeCapability.SELECTIVE_CAPABILITY, DWORD);
        this.blockSize = IdeCapability.selectiveBlockSize((int) block & ADDRESS_BLOCKS_MASK);
    }

    /**
     * Configures a block as the default stream of traffic class 0, not yet enabled: the block of that stream, or else the
     * first that is not enabled.
     *
     * @param stream the stream
     * @param partner the root port
     * @param form in which form the device is to send packets, as far as it can
     * @throws EnumerationException if every block is in use
     */
    public void program(StreamId stream, RequesterId partner, IdeForm form) {
        int block = block(stream);
        long rid = (long) partner.value() << RID_SHIFT;
        write(block, IdeCapability.SELECTIVE_RID_1, rid);
        write(block, IdeCapability.SELECTIVE_RID_2, rid | IdeCapability.RID_2_VALID);
        long id = (long) stream.value() << IdeCapability.CONTROL_STREAM_ID_SHIFT;
        write(block, IdeCapability.SELECTIVE_CONTROL, id | IdeCapability.CONTROL_DEFAULT_STREAM | form.control());
    }

    /**
     * Enables a stream that was programmed.
     *
     * @param stream the stream
     */
    public void enable(StreamId stream) {
        config.setBits(block(stream) + IdeCapability.SELECTIVE_CONTROL, DWORD, IdeCapability.CONTROL_ENABLE);
    }

    /**
     * Disables a stream; its keys are gone then.
     *
     * @param stream the stream
     */
    public void disable(StreamId stream) {
        config.clearBits(block(stream) + IdeCapability.SELECTIVE_CONTROL, DWORD, IdeCapability.CONTROL_ENABLE);
    }

    /**
     * Tells whether the device calls a stream secure.
     *
     * @param stream the stream
     * @return true if its state is Secure
     */
    public boolean isSecure(StreamId stream) {
        long status = config.read(block(stream) + IdeCapability.SELECTIVE_STATUS, DWORD);
        return (status & IdeCapability.STATUS_STATE_MASK) == IdeCapability.STATUS_SECURE;
    }

    /**
     * Returns where the block of a stream lies.
     *
     * @param stream the stream
     * @return its offset in configuration space; that of a free block if the stream has none
     * @throws EnumerationException if the stream has none and every block is in use
     */
    public int block(StreamId stream) {
        int free = 0;
        for (int i = blocks - 1; i >= 0; i--) {
            int block = firstBlock + i * blockSize;
            long control = config.read(block + IdeCapability.SELECTIVE_CONTROL, DWORD);
            if (isProgrammed(block) && control >>> IdeCapability.CONTROL_STREAM_ID_SHIFT == stream.value()) {
                return block;
            }
            if ((control & IdeCapability.CONTROL_ENABLE) == 0) {
                free = block;
            }
        }
        if (free == 0) {
            throw new EnumerationException("%s has no block left for %s".formatted(config.function(), stream));
        }
        return free;
    }

    private boolean isProgrammed(int block) {
        long rid = config.read(block + IdeCapability.SELECTIVE_RID_2, DWORD);
        return (rid & IdeCapability.RID_2_VALID) != 0;
    }

    private void write(int block, int register, long value) {
        config.write(block + register, DWORD, value);
    }
}
