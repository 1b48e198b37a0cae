package dev.tdisp.device.ide;

import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.core.pcie.IdeCapability;
import dev.tdisp.device.config.ConfigurationSpace;
import dev.tdisp.device.config.IdeRegisters;
import dev.tdisp.device.config.IdeRegisters.StreamBlock;
import dev.tdisp.device.config.Register;
import dev.tdisp.device.config.RegisterChange;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.FunctionListener;
import dev.tdisp.device.function.FunctionReset;
import dev.tdisp.device.function.PhysicalFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The registers of the selective streams, each block in front of one stream of the port.
 *
 * <p>While Enable is set the other fields of a block are read-only.
 */
public final class IdeBlocks implements FunctionListener {
    /** A link stream has no associations. */
    private static final int LEAST_VALUES = 5;

    private final PhysicalFunction function;
    private final IdeRegisters registers;
    private final IdePort port;
    /** By the offset of each register, because every write asks. */
    private final Map<Integer, StreamBlock> blocks = new HashMap<>();

    /**
     * Gives the port one stream for each block.
     *
     * @param function function 0, which holds the registers
     * @param port the port, without streams yet
     */
    public IdeBlocks(PhysicalFunction function, IdePort port) {
        this.function = function;
        this.registers = function.registers().ide();
        this.port = port;
        registers.allStreams().forEach(block -> addStream(registers.streams().contains(block)));
        for (StreamBlock block : registers.allStreams()) {
            block.registers().forEach(register -> blocks.put(register.offset(), block));
        }
        function.addListener(this);
    }

    private IdeStream addStream(boolean selective) {
        return selective ? port.addStream() : port.addLinkStream();
    }

    /**
     * Finds the block of a register.
     *
     * @param register any register
     * @return the block, if the register belongs to one
     */
    public Optional<StreamBlock> blockOf(Register register) {
        return Optional.ofNullable(blocks.get(register.offset())).filter(block -> block.has(register));
    }

    /**
     * Does {@link #refresh()} before a register is read, if it is one of the capability.
     *
     * @param offset where software reads
     */
    public void refreshBefore(int offset) {
        if (offset >= registers.offset() && offset < registers.offset() + registers.size()) {
            refresh();
        }
    }

    /** Lets the status registers say what the streams are now. */
    public void refresh() {
        for (StreamBlock block : registers.allStreams()) {
            IdeStream stream = stream(block);
            long failReceived = stream.isFailReceived() ? IdeCapability.STATUS_FAIL_RECEIVED : 0;
            space().set(block.status(), stream.state().statusCode() | failReceived);
        }
    }

    /**
     * Returns the capability from its second double word on, as QUERY_RESP shows it.
     *
     * @return the values of all registers, in order
     */
    public List<Long> snapshot() {
        refresh();
        var values = new ArrayList<Long>();
        for (int at = IdeCapability.CAPABILITY; at < registers.size(); at += 4) {
            values.add(space().read(registers.offset() + at, 4));
        }
        return List.copyOf(values);
    }

    @Override
    public void registerWritten(DeviceFunction written, RegisterChange change) {
        Optional<StreamBlock> block = blockOf(change.register());
        if (block.isEmpty()) {
            return;
        }
        switch (change.register().effect()) {
            case IDE_STREAM_STATUS -> {
                if (change.triggers(IdeCapability.STATUS_FAIL_RECEIVED)) {
                    stream(block.get()).clearFailReceived();
                }
            }
            case IDE_STREAM_CONTROL -> control(block.get(), change);
            default -> configure(block.get());
        }
        refresh();
    }

    @Override
    public void functionReset(DeviceFunction reset, FunctionReset cause) {
        boolean isConventional = cause.isConventional();
        if (isConventional || port.profile().has(IdeSwitch.ERASE_KEYS_AT_FUNCTION_0_RESET)) {
            port.invalidateAll(isConventional ? IdeStreamEvent.CONVENTIONAL_RESET : IdeStreamEvent.FUNCTION_0_RESET);
        } else {
            registers.allStreams().forEach(this::restore);
        }
        refresh();
    }

    private void control(StreamBlock block, RegisterChange change) {
        if (change.clears(IdeCapability.CONTROL_ENABLE)) {
            stream(block).disable();
        }
        configure(block);
        if (change.sets(IdeCapability.CONTROL_ENABLE) && !stream(block).enable()) {
            space().set(block.control(), IdeCapability.CONTROL_ENABLE, false);
        }
        freeze(block);
    }

    private void configure(StreamBlock block) {
        IdeStream stream = stream(block);
        if (!stream.isEnabled()) {
            stream.configure(IdeStreamSettings.ofRegisters(values(block)));
        }
    }

    private void freeze(StreamBlock block) {
        boolean enabled = stream(block).isEnabled();
        for (Register register : block.registers()) {
            space().freeze(register, enabled ? register.writable() : 0);
        }
        space().freeze(block.control(), enabled ? ~(long) IdeCapability.CONTROL_ENABLE : 0);
    }

    /** Puts back what a reset took, for streams that survive it. */
    private void restore(StreamBlock block) {
        IdeStream stream = stream(block);
        if (stream.settings().isEmpty()) {
            return;
        }
        List<Long> values =
                stream.settings().get().toRegisters(registers.addressBlocks(), stream.isEnabled(), stream.state());
        List<Register> behind = block.registers();
        for (int i = 0; i < behind.size(); i++) {
            space().set(behind.get(i), values.get(i + 1));
        }
        freeze(block);
    }

    private List<Long> values(StreamBlock block) {
        var values = new ArrayList<Long>();
        values.add((long) registers.addressBlocks());
        block.registers().forEach(register -> values.add(space().value(register)));
        while (values.size() < LEAST_VALUES) {
            values.add(0L);
        }
        return values;
    }

    private IdeStream stream(StreamBlock block) {
        return port.streams().get(block.index());
    }

    private ConfigurationSpace space() {
        return function.registers().space();
    }
}
