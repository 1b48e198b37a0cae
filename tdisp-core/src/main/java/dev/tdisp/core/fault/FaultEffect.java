package dev.tdisp.core.fault;

import dev.tdisp.core.wire.Bytes;

/** What becomes of a message. Effects are values: printed they are what {@link FaultPlan#parse} reads. */
public sealed interface FaultEffect {
    /** The message is lost. */
    record Drop() implements FaultEffect {
        @Override
        public String toString() {
            return "drop";
        }
    }

    /**
     * The message comes several times.
     *
     * @param copies how often it comes in all; 2 to 64
     */
    record Duplicate(int copies) implements FaultEffect {
        private static final int MOST_COPIES = 64;

        /**
         * Checks the number.
         *
         * @param copies how often it comes in all
         * @throws IllegalArgumentException if this is less than 2 or more than 64
         */
        public Duplicate {
            require(copies >= 2 && copies <= MOST_COPIES, "duplicate", copies);
        }

        @Override
        public String toString() {
            return "duplicate " + copies;
        }
    }

    /**
     * An earlier message comes instead. Without effect while there is none.
     *
     * @param back how many messages before this one it passed the same point; 1 to 16
     */
    record Replay(int back) implements FaultEffect {
        /** How far back a replay can go. */
        public static final int FURTHEST = 16;

        /**
         * Checks the number.
         *
         * @param back how many messages before this one
         * @throws IllegalArgumentException if this is not 1 to 16
         */
        public Replay {
            require(back >= 1 && back <= FURTHEST, "replay", back);
        }

        @Override
        public String toString() {
            return "replay " + back;
        }
    }

    /**
     * Another message comes instead.
     *
     * @param content that message
     */
    record Replace(Bytes content) implements FaultEffect {
        @Override
        public String toString() {
            return "replace " + content.toHex();
        }
    }

    /**
     * The end of the message is missing. Without effect on shorter messages.
     *
     * @param size how many bytes remain
     */
    record Truncate(int size) implements FaultEffect {
        /**
         * Checks the number.
         *
         * @param size how many bytes remain
         * @throws IllegalArgumentException if this is negative
         */
        public Truncate {
            require(size >= 0, "truncate", size);
        }

        @Override
        public String toString() {
            return "truncate " + size;
        }
    }

    /**
     * Bytes follow the message.
     *
     * @param tail these bytes
     */
    record Append(Bytes tail) implements FaultEffect {
        @Override
        public String toString() {
            return "append " + tail.toHex();
        }
    }

    /**
     * Bytes of the message are others, as far as the message reaches.
     *
     * @param offset where they start; negative counts from the message's end
     * @param content what stands there instead
     */
    record Overwrite(int offset, Bytes content) implements FaultEffect {
        @Override
        public String toString() {
            return "overwrite %d %s".formatted(offset, content.toHex());
        }
    }

    /**
     * Bits of the message are inverted; the plan's seed says which.
     *
     * @param count how many, at least 1; they are different bits
     */
    record Flip(int count) implements FaultEffect {
        /**
         * Checks the number.
         *
         * @param count how many
         * @throws IllegalArgumentException if this is less than 1
         */
        public Flip {
            require(count >= 1, "flip", count);
        }

        @Override
        public String toString() {
            return "flip " + count;
        }
    }

    /**
     * A field has another value. Without effect on messages without this field.
     *
     * @param field the specification's name of the field, without spaces
     * @param content its bytes in wire order, from its first byte on; the field keeps its size
     */
    record Set(String field, Bytes content) implements FaultEffect {
        /**
         * Checks the name.
         *
         * @param field the name of the field
         * @param content its bytes
         * @throws IllegalArgumentException if the name is empty or has spaces
         */
        public Set {
            require(!field.isEmpty() && field.chars().noneMatch(Character::isWhitespace), "field", field);
        }

        @Override
        public String toString() {
            return "set %s %s".formatted(field, content.toHex());
        }
    }

    /** The last byte of the message, where a MAC ends, is another. */
    record BreakMac() implements FaultEffect {
        @Override
        public String toString() {
            return "break-mac";
        }
    }

    /** What happens beside the message, which passes unchanged. Whoever offers the hook says which acts it knows. */
    sealed interface Act extends FaultEffect {}

    /**
     * Time passes before the message goes on.
     *
     * @param milliseconds how much
     */
    record Delay(int milliseconds) implements Act {
        /**
         * Checks the number.
         *
         * @param milliseconds how much
         * @throws IllegalArgumentException if this is negative
         */
        public Delay {
            require(milliseconds >= 0, "delay", milliseconds);
        }

        @Override
        public String toString() {
            return "delay " + milliseconds;
        }
    }

    /** The device is reset, as by a hot reset. */
    record Reset() implements Act {
        @Override
        public String toString() {
            return "reset";
        }
    }

    /**
     * A function of the device is reset.
     *
     * @param function 0 for the physical function, else which virtual one
     */
    record FunctionReset(int function) implements Act {
        /**
         * Checks the number.
         *
         * @param function which
         * @throws IllegalArgumentException if this is negative
         */
        public FunctionReset {
            require(function >= 0, "function-reset", function);
        }

        @Override
        public String toString() {
            return "function-reset " + function;
        }
    }

    /**
     * The device loses the state of an interface.
     *
     * @param function 0 for that of the physical function, else of which virtual one
     */
    record LoseState(int function) implements Act {
        /**
         * Checks the number.
         *
         * @param function which
         * @throws IllegalArgumentException if this is negative
         */
        public LoseState {
            require(function >= 0, "lose-state", function);
        }

        @Override
        public String toString() {
            return "lose-state " + function;
        }
    }

    /** The device answers nothing any more. */
    record Hang() implements Act {
        @Override
        public String toString() {
            return "hang";
        }
    }

    /** The next time the device wants random bytes it gets none. */
    record NoEntropy() implements Act {
        @Override
        public String toString() {
            return "no-entropy";
        }
    }

    /**
     * The device does not make a check any more.
     *
     * @param check the name of the check, for example {@code L3} of those at LOCK_INTERFACE
     */
    record Skip(String check) implements Act {
        /**
         * Checks the name.
         *
         * @param check the name of the check
         * @throws IllegalArgumentException if it is empty or has spaces
         */
        public Skip {
            require(!check.isEmpty() && check.chars().noneMatch(Character::isWhitespace), "skip", check);
        }

        @Override
        public String toString() {
            return "skip " + check;
        }
    }

    private static void require(boolean isGood, String what, Object value) {
        if (!isGood) {
            throw new IllegalArgumentException("%s: %s".formatted(what, value));
        }
    }
}
