package dev.tdisp.core.env;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * A clock that stands still until it is advanced, with the deadlines that fall due on the way.
 *
 * <p>For one thread at a time.
 */
public final class VirtualTime implements InstantSource, Timers {
    private final Queue<Entry> deadlines = new PriorityQueue<>(Entry.ORDER);
    private Instant now = Instant.EPOCH;
    private long entries;

    /** Creates a clock at the epoch. */
    public VirtualTime() {}

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public Deadline after(Duration delay, Runnable action) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay: " + delay + " is negative");
        }
        var entry = new Entry(now.plus(delay), entries++, action);
        deadlines.add(entry);
        return () -> deadlines.remove(entry);
    }

    /**
     * Lets time pass, and does what falls due, in order of time.
     *
     * @param duration how long; not negative
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("duration: " + duration + " is negative");
        }
        Instant end = now.plus(duration);
        while (!deadlines.isEmpty() && !deadlines.element().due().isAfter(end)) {
            Entry entry = deadlines.remove();
            now = entry.due();
            entry.action().run();
        }
        now = end;
    }

    private record Entry(Instant due, long number, Runnable action) {
        static final Comparator<Entry> ORDER = Comparator.comparing(Entry::due).thenComparing(Entry::number);
    }
}
