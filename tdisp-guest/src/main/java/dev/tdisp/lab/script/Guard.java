package dev.tdisp.lab.script;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One lock, and waits that end: nobody waits longer than the patience says. */
final class Guard {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Duration patience;

    Guard(Duration patience) {
        this.patience = patience;
    }

    Duration patience() {
        return patience;
    }

    /** Does something while nobody else does. */
    <T> T alone(Supplier<T> work) {
        if (!isLocked()) {
            throw new IllegalStateException("the script was busy for longer than %s".formatted(patience));
        }
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Does something while nobody else does. */
    void aloneDo(Runnable work) {
        alone(() -> {
            work.run();
            return true;
        });
    }

    /** Tells all who wait that something has changed; for who is alone. */
    void tell() {
        changed.signalAll();
    }

    /** Waits until something holds, for as long as the patience says; for who is alone. */
    boolean await(BooleanSupplier condition) {
        return await(condition, patience);
    }

    /** Waits until something holds; false if it does not within the time. */
    boolean await(BooleanSupplier condition, Duration most) {
        long left = most.toNanos();
        try {
            while (!condition.getAsBoolean() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return condition.getAsBoolean();
    }

    /** Takes the lock; who is interrupted may still take it if nobody has it. */
    private boolean isLocked() {
        if (lock.tryLock()) {
            return true;
        }
        try {
            return lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return lock.tryLock();
        }
    }
}
