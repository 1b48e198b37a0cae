package dev.tdisp.guest;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.JobResult.Outcome;
import dev.tdisp.guest.dma.Direction;
import dev.tdisp.guest.dma.DmaMapper;
import dev.tdisp.guest.dma.DmaMapping;
import dev.tdisp.guest.dma.GuestBuffer;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.Visibility;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The guest's driver of the accelerator's engine. It does not know whether the device is accepted: that is in the kind of
 * its window and in the way of its data.
 *
 * <pre>{@code
 * GuestBuffer plain = vm.heap().put(content);
 * GuestBuffer sealed = vm.heap().allocate(plain.size());
 * driver.encrypt(key, counter, plain, sealed);
 * }</pre>
 */
public final class EngineDriver {
    /** The most that one piece of work can process. */
    public static final int LONGEST = 1 << 20;

    private static final long COPY = 1;
    private static final long CHECKSUM = 2;
    private static final long FILL = 3;
    private static final long ENCRYPT = 4;
    private static final int KEY_SIZE = 32;
    private static final int COUNTER_SIZE = 16;

    private final EngineRegisters registers;
    private final DmaMapper mapper;

    /**
     * Creates a driver.
     *
     * @param space the addresses of the guest
     * @param window where BAR0 of the function is
     * @param visibility how the window is mapped
     * @param mapper the way of data
     */
    public EngineDriver(GuestAddressSpace space, long window, Visibility visibility, DmaMapper mapper) {
        this.registers = new EngineRegisters(space, window, visibility);
        this.mapper = mapper;
    }

    /**
     * Tells whether an engine answers.
     *
     * @return true if its identity can be read
     */
    public boolean isPresent() {
        return registers.read32(EngineRegisters.IDENTITY).equals(OptionalLong.of(EngineRegisters.IS_ENGINE));
    }

    /**
     * Returns the way of data.
     *
     * @return the mapper, with its work so far
     */
    public DmaMapper mapper() {
        return mapper;
    }

    /**
     * Has a buffer copied.
     *
     * @param source from where
     * @param destination to where; as large as the source
     * @return what became of it
     */
    public JobResult copy(GuestBuffer source, GuestBuffer destination) {
        checkSizes(source, destination);
        return run(COPY, new Job().from(source).to(destination));
    }

    /**
     * Has the CRC-32 of a buffer computed.
     *
     * @param source the buffer
     * @return what became of it; the result is the checksum
     */
    public JobResult checksum(GuestBuffer source) {
        return run(CHECKSUM, new Job().from(source));
    }

    /**
     * Has a buffer filled with eight bytes again and again.
     *
     * @param pattern the bytes, the lowest first
     * @param destination the buffer
     * @return what became of it
     */
    public JobResult fill(long pattern, GuestBuffer destination) {
        registers.write64(EngineRegisters.PATTERN, pattern);
        return run(FILL, new Job().to(destination));
    }

    /**
     * Has a buffer encrypted with AES-256 in counter mode; done twice, it decrypts.
     *
     * @param key 32 bytes
     * @param counter the first counter block, 16 bytes
     * @param source from where
     * @param destination to where; as large as the source
     * @return what became of it
     */
    public JobResult encrypt(Bytes key, Bytes counter, GuestBuffer source, GuestBuffer destination) {
        if (key.size() != KEY_SIZE || counter.size() != COUNTER_SIZE) {
            throw new IllegalArgumentException(
                    "a key of %d and a counter block of %d bytes".formatted(key.size(), counter.size()));
        }
        checkSizes(source, destination);
        registers.writeAll(EngineRegisters.KEY, key);
        registers.writeAll(EngineRegisters.COUNTER, counter);
        return run(ENCRYPT, new Job().from(source).to(destination));
    }

    private static void checkSizes(GuestBuffer source, GuestBuffer destination) {
        if (source.size() != destination.size()) {
            throw new IllegalArgumentException("%s is not as large as %s".formatted(destination, source));
        }
    }

    private JobResult run(long operation, Job job) {
        if (job.size > LONGEST) {
            throw new IllegalArgumentException("%d bytes are more than %d".formatted(job.size, LONGEST));
        }
        try {
            return job.isMapped ? start(operation, job) : JobResult.of(Outcome.NO_BUFFERS, "the pool is full");
        } finally {
            job.mappings.forEach(mapper::unmap);
        }
    }

    private JobResult start(long operation, Job job) {
        boolean isWritten = registers.write64(EngineRegisters.SOURCE, job.source)
                && registers.write64(EngineRegisters.DESTINATION, job.destination)
                && registers.write32(EngineRegisters.LENGTH, job.size)
                && registers.write32(EngineRegisters.FLAGS, 0)
                && registers.write32(EngineRegisters.INTERRUPT, 0)
                && registers.write32(EngineRegisters.OPERATION, operation)
                && registers.write32(EngineRegisters.DOORBELL, EngineRegisters.START);
        OptionalLong status = registers.read32(EngineRegisters.STATUS);
        OptionalLong result = registers.read64(EngineRegisters.RESULT);
        if (!isWritten || status.isEmpty() || result.isEmpty()) {
            return JobResult.of(Outcome.NO_DEVICE, "the registers cannot be reached");
        }
        if (status.getAsLong() != EngineRegisters.STATUS_DONE) {
            OptionalLong fault = registers.read32(EngineRegisters.FAULT);
            return JobResult.of(Outcome.FAILED, "status %d, fault %xh".formatted(status.getAsLong(), fault.orElse(0)));
        }
        return JobResult.done(result.getAsLong());
    }

    /** The buffers of a piece of work, mapped as they are named. */
    private final class Job {
        private final List<DmaMapping> mappings = new ArrayList<>();
        private boolean isMapped = true;
        private long source;
        private long destination;
        private int size;

        Job from(GuestBuffer buffer) {
            source = map(buffer, Direction.TO_DEVICE);
            return this;
        }

        Job to(GuestBuffer buffer) {
            destination = map(buffer, Direction.FROM_DEVICE);
            return this;
        }

        private long map(GuestBuffer buffer, Direction direction) {
            size = buffer.size();
            var mapping = mapper.map(buffer, direction);
            mapping.ifPresent(mappings::add);
            isMapped &= mapping.isPresent();
            return mapping.map(DmaMapping::deviceAddress).orElse(0L);
        }
    }
}
