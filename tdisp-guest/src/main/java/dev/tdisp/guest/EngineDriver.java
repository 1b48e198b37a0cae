package dev.tdisp.guest;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.JobResult.Outcome;
import dev.tdisp.guest.dma.Direction;
import dev.tdisp.guest.dma.DmaMapper;
import dev.tdisp.guest.dma.DmaMapping;
import dev.tdisp.guest.dma.GuestBuffer;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.Visibility;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The guest's driver of the accelerator's engine. It does not know whether the device is accepted: that is in the kind of
 * its window and in the way of its data.
 *
 * <p>Work for which the engine or the pool of buffers is too small is done in pieces, each as large as finds room; a checksum
 * cannot be parted. Completion is told by an interrupt where there is one.
 *
 * <pre>{@code
 * GuestBuffer plain = vm.heap().put(content);
 * GuestBuffer sealed = vm.heap().allocate(plain.size());
 * driver.encrypt(key, counter, plain, sealed);
 * driver.work(); // what that took
 * }</pre>
 */
public final class EngineDriver {
    /** The most that one piece of work can process. */
    public static final int LONGEST = 1 << 20;

    private static final int KEY_SIZE = 32;
    private static final int COUNTER_SIZE = 16;

    private final EngineChannel channel;
    private final DmaMapper mapper;
    private long jobs;

    EngineDriver(RegisterAccess registers, Optional<RegisterAccess> table, InterruptLine line, DmaMapper mapper) {
        this.channel = new EngineChannel(registers, table, line);
        this.mapper = mapper;
    }

    /**
     * Creates a driver that polls.
     *
     * @param space the addresses of the guest
     * @param window where BAR0 of the function is
     * @param visibility how the window is mapped
     * @param mapper the way of data
     */
    public EngineDriver(GuestAddressSpace space, long window, Visibility visibility, DmaMapper mapper) {
        this(new RegisterAccess(space, window, visibility), Optional.empty(), new InterruptLine(), mapper);
    }

    /**
     * Has the device ask for the meaning of addresses before it uses them (ATS), or no longer.
     *
     * @param isTranslating true for translated requests; untranslated ones unless told
     * @return this
     */
    public EngineDriver translating(boolean isTranslating) {
        channel.translating(isTranslating);
        return this;
    }

    /**
     * Chooses how to learn that work is done.
     *
     * @param wanted by interrupt unless told; without interrupts a driver polls whatever is wanted
     * @return this
     */
    public EngineDriver completion(Completion wanted) {
        channel.completion(wanted);
        return this;
    }

    /**
     * Tells whether an engine answers.
     *
     * @return true if its identity can be read
     */
    public boolean isPresent() {
        return channel.isPresent();
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
     * Returns what it did so far.
     *
     * @return the work of this driver, without that of its {@link #mapper()}
     */
    public DriverWork work() {
        return channel.work(jobs);
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
        return inPieces(
                source.size(),
                (from, size) -> run(
                        EngineChannel.COPY,
                        new Job().from(source.part(from, size)).to(destination.part(from, size))));
    }

    /**
     * Has the CRC-32 of a buffer computed.
     *
     * @param source the buffer
     * @return what became of it; the result is the checksum
     * @throws IllegalArgumentException if it is longer than {@link #LONGEST}
     */
    public JobResult checksum(GuestBuffer source) {
        if (source.size() > LONGEST) {
            throw new IllegalArgumentException("%d bytes are more than %d".formatted(source.size(), LONGEST));
        }
        jobs++;
        return run(EngineChannel.CHECKSUM, new Job().from(source));
    }

    /**
     * Has a buffer filled with eight bytes again and again.
     *
     * @param pattern the bytes, the lowest first
     * @param destination the buffer
     * @return what became of it
     */
    public JobResult fill(long pattern, GuestBuffer destination) {
        channel.pattern(pattern);
        return inPieces(
                destination.size(),
                (from, size) -> run(EngineChannel.FILL, new Job().to(destination.part(from, size))));
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
        channel.key(key);
        return inPieces(source.size(), (from, size) -> {
            channel.counter(plus(counter, from / COUNTER_SIZE));
            return run(
                    EngineChannel.ENCRYPT,
                    new Job().from(source.part(from, size)).to(destination.part(from, size)));
        });
    }

    /** The counter block so many blocks further on: a big-endian number that begins again behind its last. */
    private static Bytes plus(Bytes counter, int blocks) {
        BigInteger sum = new BigInteger(1, counter.toArray()).add(BigInteger.valueOf(blocks));
        byte[] number =
                Bytes.filled(0, COUNTER_SIZE).plus(Bytes.of(sum.toByteArray())).toArray();
        return Bytes.of(number).from(number.length - COUNTER_SIZE);
    }

    private static void checkSizes(GuestBuffer source, GuestBuffer destination) {
        if (source.size() != destination.size()) {
            throw new IllegalArgumentException("%s is not as large as %s".formatted(destination, source));
        }
    }

    /** Does work whole, or where there is no room for that, in pieces that are halved until there is. */
    private JobResult inPieces(int size, Piece piece) {
        jobs++;
        int most = Math.min(size, LONGEST);
        long result = 0;
        for (int done = 0; done < size; ) {
            int next = Math.min(most, size - done);
            JobResult outcome = piece.run(done, next);
            if (outcome.outcome() == Outcome.NO_BUFFERS && next > GuestBuffer.ALIGNMENT) {
                most = half(next);
            } else if (outcome.isDone()) {
                done += next;
                result += outcome.result();
            } else {
                return outcome;
            }
        }
        return JobResult.done(result);
    }

    /** Half of it, so that what follows is aligned. */
    private static int half(int size) {
        return (size / 2 + GuestBuffer.ALIGNMENT - 1) / GuestBuffer.ALIGNMENT * GuestBuffer.ALIGNMENT;
    }

    private JobResult run(long operation, Job job) {
        try {
            return job.isMapped
                    ? channel.run(operation, job.source, job.destination, job.size)
                    : JobResult.of(Outcome.NO_BUFFERS, "the pool is full");
        } finally {
            job.mappings.forEach(mapper::unmap);
        }
    }

    /** Does a stretch of some work. */
    @FunctionalInterface
    private interface Piece {
        JobResult run(int from, int size);
    }

    /** The buffers of a piece of work, mapped as they are named, as long as there is room. */
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
            Optional<DmaMapping> mapping = isMapped ? mapper.map(buffer, direction) : Optional.empty();
            mapping.ifPresent(mappings::add);
            isMapped &= mapping.isPresent();
            return mapping.map(DmaMapping::deviceAddress).orElse(0L);
        }
    }
}
