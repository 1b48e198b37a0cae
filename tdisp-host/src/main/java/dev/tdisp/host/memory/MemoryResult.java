package dev.tdisp.host.memory;

import dev.tdisp.core.wire.Bytes;
import java.util.Optional;

/** What became of an access or an assignment. */
public sealed interface MemoryResult {
    /** Done, with nothing to return. */
    MemoryResult DONE = new Done(Bytes.EMPTY);

    /**
     * Returns what was read.
     *
     * @return the bytes; none after anything but a read
     * @throws IllegalStateException if it was refused
     */
    Bytes data();

    /**
     * Returns why it was refused.
     *
     * @return the reason, or nothing if it was done
     */
    Optional<Refusal> refusal();

    /**
     * Tells whether it was done.
     *
     * @return false if it was refused
     */
    boolean isDone();

    /**
     * Makes a refusal.
     *
     * @param reason the kind of reason
     * @param address the address it is about
     * @param detail what is there
     * @return the result
     */
    static MemoryResult refused(Refusal.Reason reason, long address, String detail) {
        return new Refused(new Refusal(reason, address, detail));
    }

    /**
     * It was done.
     *
     * @param data what was read
     */
    record Done(Bytes data) implements MemoryResult {
        @Override
        public Optional<Refusal> refusal() {
            return Optional.empty();
        }

        @Override
        public boolean isDone() {
            return true;
        }
    }

    /**
     * It was refused, and nothing happened.
     *
     * @param because why
     */
    record Refused(Refusal because) implements MemoryResult {
        @Override
        public Bytes data() {
            throw new IllegalStateException("refused: " + because);
        }

        @Override
        public Optional<Refusal> refusal() {
            return Optional.of(because);
        }

        @Override
        public boolean isDone() {
            return false;
        }
    }
}
