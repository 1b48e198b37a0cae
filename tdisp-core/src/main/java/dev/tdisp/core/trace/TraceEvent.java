package dev.tdisp.core.trace;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.FieldMap;
import java.time.Instant;
import java.util.OptionalLong;

/** One thing that happened. Events are values: the same run gives equal events. */
public sealed interface TraceEvent {
    /**
     * Returns when it happened.
     *
     * @return the time of the environment
     */
    Instant at();

    /**
     * Returns where it happened: a party or a part of one, for example {@code tsm} or {@code device/0000:01:00.1}.
     *
     * @return a name
     */
    String source();

    /**
     * Says in one line what happened.
     *
     * @return a sentence without the time and the source
     */
    String summary();

    /**
     * A message of a protocol went from one party to another.
     *
     * @param at when
     * @param source who sent it
     * @param destination who it is for
     * @param protocol the protocol, for example {@code TDISP}
     * @param name the specification's name of the message
     * @param detail the values worth a line, perhaps empty
     * @param bytes the message in the clear; keys in it are blanked
     * @param fields its fields, perhaps not recorded
     */
    record Message(
            Instant at,
            String source,
            String destination,
            String protocol,
            String name,
            String detail,
            Bytes bytes,
            FieldMap fields)
            implements TraceEvent {
        @Override
        public String summary() {
            return "%s -> %s: %s %s%s"
                    .formatted(source, destination, protocol, name, detail.isEmpty() ? "" : " " + detail);
        }
    }

    /**
     * A state machine changed its state.
     *
     * @param at when
     * @param source whose machine
     * @param machine the kind of machine, for example {@code TDI}
     * @param from the state before
     * @param to the state after
     * @param cause what made it change, in the specification's words
     * @param clause where the specification says so
     * @param session the SPDM session that the machine was bound to before or is bound to after, if there is one
     */
    record StateChange(
            Instant at,
            String source,
            String machine,
            String from,
            String to,
            String cause,
            String clause,
            OptionalLong session)
            implements TraceEvent {
        /**
         * Creates the change of a machine that is bound to no session.
         *
         * @param at when
         * @param source whose machine
         * @param machine the kind of machine, for example {@code IDE}
         * @param from the state before
         * @param to the state after
         * @param cause what made it change, in the specification's words
         * @param clause where the specification says so
         */
        public StateChange(
                Instant at, String source, String machine, String from, String to, String cause, String clause) {
            this(at, source, machine, from, to, cause, clause, OptionalLong.empty());
        }

        @Override
        public String summary() {
            return "%s %s: %s -> %s (%s)".formatted(source, machine, from, to, cause);
        }
    }

    /**
     * A register was written.
     *
     * @param at when
     * @param source the function that holds it
     * @param register its name
     * @param before its value before
     * @param after its value after
     */
    record RegisterWrite(Instant at, String source, String register, long before, long after) implements TraceEvent {
        @Override
        public String summary() {
            return "%s %s: %xh -> %xh".formatted(source, register, before, after);
        }
    }

    /**
     * A transaction layer packet crossed the link.
     *
     * @param at when
     * @param source who sent it
     * @param description kind, address, length and trust of the packet
     * @param outcome what became of it
     */
    record Packet(Instant at, String source, String description, String outcome) implements TraceEvent {
        @Override
        public String summary() {
            return "%s %s: %s".formatted(source, description, outcome);
        }
    }

    /**
     * A key was derived, programmed, put to use or erased; never its value.
     *
     * @param at when
     * @param source who holds it
     * @param key its name; a slash parts a key from what it belongs to, as in {@code session FFFFFFFFh/req hs data}
     * @param action what was done
     * @param origin how it was derived
     */
    record Key(Instant at, String source, String key, String action, KeyOrigin origin) implements TraceEvent {
        /**
         * Creates the event of a key that was not derived here.
         *
         * @param at when
         * @param source who holds it
         * @param key its name
         * @param action what was done
         */
        public Key(Instant at, String source, String key, String action) {
            this(at, source, key, action, KeyOrigin.NONE);
        }

        @Override
        public String summary() {
            return "%s %s %s".formatted(source, key, action);
        }
    }

    /**
     * Something else worth telling.
     *
     * @param at when
     * @param source where
     * @param text what
     */
    record Note(Instant at, String source, String text) implements TraceEvent {
        @Override
        public String summary() {
            return "%s: %s".formatted(source, text);
        }
    }
}
