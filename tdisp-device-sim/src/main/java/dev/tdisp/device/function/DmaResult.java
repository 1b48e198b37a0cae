package dev.tdisp.device.function;

import dev.tdisp.core.wire.Bytes;

/**
 * What became of an access to memory.
 *
 * @param status how it ended
 * @param data what was read
 */
public record DmaResult(Status status, Bytes data) {
    /** How an access to memory ended. */
    public enum Status {
        /** As wanted. */
        DONE(0),
        /** The function must not send it: no bus master, or its TDI is in a state that forbids it. */
        BLOCKED(1),
        /** The completion says Unsupported Request. */
        UNSUPPORTED_REQUEST(2),
        /** The completion says Completer Abort. */
        COMPLETER_ABORT(3),
        /** No completion came. */
        TIMEOUT(4),
        /** The data are poisoned. */
        POISONED(5),
        /** The completion came after the function had lost the right to use it. */
        DISCARDED(6);

        private final int code;

        Status(int code) {
            this.code = code;
        }

        /**
         * Returns the number a driver reads.
         *
         * @return 0 to 6
         */
        public int code() {
            return code;
        }
    }

    /**
     * Creates the result of an access that worked.
     *
     * @param data what was read
     * @return the result
     */
    public static DmaResult done(Bytes data) {
        return new DmaResult(Status.DONE, data);
    }

    /**
     * Creates the result of an access that failed.
     *
     * @param status why
     * @return the result
     */
    public static DmaResult failed(Status status) {
        return new DmaResult(status, Bytes.EMPTY);
    }

    /**
     * Tells whether the access worked.
     *
     * @return true if it did
     */
    public boolean isDone() {
        return status == Status.DONE;
    }

    /**
     * Shows no data, which may be secret.
     *
     * @return the status and the size
     */
    @Override
    public String toString() {
        return status + " +" + data.size();
    }
}
