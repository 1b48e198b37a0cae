package dev.tdisp.lab.render;

import dev.tdisp.core.trace.TraceEvent;
import java.util.Set;

/** How much of a trace a view shows; each level shows what those before it show, and more. */
public enum TraceLevel {
    /** A line an exchange, and the states of interfaces, streams, sessions and gates. */
    EXCHANGE,
    /** A line a message of TDISP, IDE_KM and SPDM, every state of the protocols, and notes. */
    MESSAGE,
    /** What carries messages too: vendor-defined messages, data objects, with keys and owners of pages. */
    RECORD,
    /** Everything: the bytes of each message, registers and packets. */
    BYTES;

    private static final Set<String> CARRIERS = Set.of(
            "VENDOR_DEFINED_REQUEST",
            "VENDOR_DEFINED_RESPONSE",
            "CHUNK_SEND",
            "CHUNK_SEND_ACK",
            "CHUNK_GET",
            "CHUNK_RESPONSE");
    private static final String DATA_OBJECTS = "DOE";
    private static final String PAGES = "pages ";
    private static final String CONNECTION = "SPDM connection";
    private static final String CHECK = " PASSED ";

    /**
     * Returns the first level at which an event shows.
     *
     * @param event any event
     * @return the level; EXCHANGE if it always shows
     */
    public static TraceLevel of(TraceEvent event) {
        if (event instanceof TraceEvent.Message message) {
            return isCarrier(message) ? RECORD : EXCHANGE;
        }
        if (event instanceof TraceEvent.StateChange change) {
            return of(change.machine());
        }
        if (event instanceof TraceEvent.Note note) {
            return note.text().contains(CHECK) ? RECORD : MESSAGE;
        }
        return event instanceof TraceEvent.Key ? RECORD : BYTES;
    }

    private static TraceLevel of(String machine) {
        if (machine.startsWith(PAGES)) {
            return RECORD;
        }
        return machine.equals(CONNECTION) ? MESSAGE : EXCHANGE;
    }

    /** Tells whether a message only carries another one. */
    static boolean isCarrier(TraceEvent.Message message) {
        return message.protocol().equals(DATA_OBJECTS) || CARRIERS.contains(message.name());
    }

    /**
     * Tells whether a view of this level shows an event.
     *
     * @param event any event
     * @return false if it is left out
     */
    public boolean shows(TraceEvent event) {
        return of(event).compareTo(this) <= 0;
    }
}
