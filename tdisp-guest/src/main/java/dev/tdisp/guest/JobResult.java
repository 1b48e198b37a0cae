package dev.tdisp.guest;

/**
 * What became of work that the engine was given.
 *
 * @param outcome how it ended
 * @param result the engine's result; 0 unless it is done
 * @param detail why it is not done
 */
public record JobResult(Outcome outcome, long result, String detail) {
    /** How work can end. */
    public enum Outcome {
        /** The engine did it. */
        DONE,
        /** The engine tried and failed. */
        FAILED,
        /** There is no room for the buffers. */
        NO_BUFFERS,
        /** The engine does not answer: its registers cannot be reached. */
        NO_DEVICE
    }

    static JobResult done(long result) {
        return new JobResult(Outcome.DONE, result, "");
    }

    static JobResult of(Outcome outcome, String detail) {
        return new JobResult(outcome, 0, detail);
    }

    /**
     * Tells whether it is done.
     *
     * @return false if anything went wrong
     */
    public boolean isDone() {
        return outcome == Outcome.DONE;
    }
}
