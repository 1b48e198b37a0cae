package dev.tdisp.lab;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.DriverWork;
import dev.tdisp.guest.EngineDriver;
import dev.tdisp.guest.GuestHeap;
import dev.tdisp.guest.JobResult;
import dev.tdisp.guest.dma.DmaWork;
import dev.tdisp.guest.dma.GuestBuffer;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.rootport.LinkCounters;
import dev.tdisp.host.vmm.GuestLayout;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.crypto.Hash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The same work done in three ways: without protection, by bounce buffers, and by an interface that TDISP brought into the
 * VM's trust.
 *
 * <p>The work is to have the device encrypt a buffer, again and again. It is counted, and the time is measured; only the work
 * is compared, not what it takes to get there. The counts are those of the same run each time; the time is this machine's,
 * of a simulator.
 *
 * <pre>{@code
 * List<Comparison.Row> rows = Comparison.run(Comparison.Plan.USUAL, System::nanoTime);
 * }</pre>
 */
public final class Comparison {
    private static final int KEY_SIZE = 32;
    private static final int COUNTER_SIZE = 16;

    private final Plan plan;
    private final LongSupplier nanoTime;

    private Comparison(Plan plan, LongSupplier nanoTime) {
        this.plan = plan;
        this.nanoTime = nanoTime;
    }

    /**
     * What is done.
     *
     * @param size how large a buffer is, in bytes
     * @param count how many times it is encrypted
     * @param poolSize how large the pool of bounce buffers is, in bytes
     * @param seed where contents and keys come from
     */
    public record Plan(int size, int count, int poolSize, long seed) {
        /** Sixteen times 64 KiB, with a pool of 256 KiB. */
        public static final Plan USUAL = new Plan(64 << 10, 16, 256 << 10, 1);

        /**
         * Checks the numbers.
         *
         * @param size 1 to {@link EngineDriver#LONGEST}
         * @param count at least 1
         * @param poolSize at least a page
         * @param seed any number
         */
        public Plan {
            if (size < 1 || size > EngineDriver.LONGEST) {
                throw new IllegalArgumentException(
                        "size: %d is not between 1 and %d".formatted(size, EngineDriver.LONGEST));
            }
            if (count < 1) {
                throw new IllegalArgumentException("count: %d is less than 1".formatted(count));
            }
            if (poolSize < PageRange.PAGE_SIZE || poolSize > 16 * EngineDriver.LONGEST) {
                throw new IllegalArgumentException("pool: %d bytes are too few or too many".formatted(poolSize));
            }
        }
    }

    /**
     * What one way took.
     *
     * @param protection which way
     * @param data what the processor did for the data
     * @param driver what the driver did
     * @param link what a meter on the link saw
     * @param port what the root port counted
     * @param time how long it took
     * @param digest SHA-256 of all results
     */
    public record Row(
            Protection protection,
            DmaWork data,
            DriverWork driver,
            LinkTraffic link,
            LinkCounters port,
            Duration time,
            Bytes digest) {}

    /**
     * Compares. Everything is done twice; what is returned is of the second time, when the machine is warm.
     *
     * @param plan what to do
     * @param nanoTime a clock that only goes forward, in nanoseconds
     * @return a row for each {@link Protection}, in order
     * @throws IllegalStateException if the work is not done
     */
    public static List<Row> run(Plan plan, LongSupplier nanoTime) {
        var comparison = new Comparison(plan, nanoTime);
        Arrays.stream(Protection.values()).forEach(comparison::row);
        return Arrays.stream(Protection.values()).map(comparison::row).toList();
    }

    private Row row(Protection protection) {
        List<LinkMeter> meters = new ArrayList<>();
        LabBuilder builder = Lab.builder()
                .seed(plan.seed)
                .vfs(1)
                .untraced()
                .memory(memory(protection))
                .onTheLink(device -> {
                    meters.add(new LinkMeter(device));
                    return meters.get(0);
                });
        try (Lab lab = builder.build()) {
            FunctionId function = prepare(lab, protection);
            return measure(lab, protection, function, meters.get(0));
        }
    }

    private GuestLayout memory(Protection protection) {
        GuestLayout small = GuestLayout.SMALL;
        long buffers = pages(2L * plan.size) + 1;
        long shared = protection == Protection.NONE ? buffers : pages(plan.poolSize);
        long own = Math.max(buffers, small.privatePages().count());
        return new GuestLayout(
                new PageRange(small.privatePages().address(), own),
                new PageRange(small.sharedPages().address(), shared),
                small.windowBase());
    }

    private static long pages(long size) {
        return (size + PageRange.PAGE_SIZE - 1) / PageRange.PAGE_SIZE;
    }

    /** Gets as far as the work can begin. */
    private static FunctionId prepare(Lab lab, Protection protection) {
        if (protection == Protection.TDISP) {
            lab.attach(1).runTo(Milestone.RUNNING);
            return lab.vmm().driver().functions().get(1).id();
        }
        lab.attach(1).runTo(Milestone.ENUMERATED);
        FunctionId function = lab.vmm().driver().functions().get(1).id();
        lab.vmm().assign(function, lab.guest().id());
        return function;
    }

    private Row measure(Lab lab, Protection protection, FunctionId function, LinkMeter meter) {
        EngineDriver driver = driver(lab, protection, function);
        GuestHeap heap = protection == Protection.NONE
                ? lab.guest().drivers().unprotectedMemory()
                : lab.guest().heap();
        RandomSource random = RandomSource.seeded(plan.seed);
        GuestBuffer plain = heap.put(random.next(plan.size));
        GuestBuffer sealed = heap.allocate(plan.size);
        Bytes key = random.next(KEY_SIZE);
        DmaWork earlier = driver.mapper().work();
        LinkTraffic before = meter.traffic();
        LinkCounters counted = lab.rootPort().counters();
        Bytes digest = Bytes.EMPTY;
        long nanos = 0;
        for (int i = 0; i < plan.count; i++) {
            Bytes counter = random.next(COUNTER_SIZE);
            long start = nanoTime.getAsLong();
            require(driver.encrypt(key, counter, plain, sealed));
            nanos += nanoTime.getAsLong() - start;
            digest = Hash.of(HashAlgorithm.SHA_256).digest(digest.plus(heap.content(sealed)));
        }
        return new Row(
                protection,
                driver.mapper().work().since(earlier),
                driver.work(),
                meter.traffic().since(before),
                lab.rootPort().counters().since(counted),
                Duration.ofNanos(nanos),
                digest);
    }

    private static EngineDriver driver(Lab lab, Protection protection, FunctionId function) {
        return switch (protection) {
            case NONE -> lab.guest().drivers().unprotected(function);
            case BOUNCE -> lab.guest().drivers().bounced(function);
            case TDISP -> lab.guest().drivers().direct(function);
        };
    }

    private static void require(JobResult result) {
        if (!result.isDone()) {
            throw new IllegalStateException("the engine did not work: " + result.detail());
        }
    }
}
