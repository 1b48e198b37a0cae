package dev.tdisp.spdm.message;

/**
 * An event that can be subscribed to (section 2.18).
 *
 * @param id the event in its group
 * @param reserved 2 reserved bytes
 */
public record EventType(int id, int reserved) {
    /**
     * Creates an event.
     *
     * @param id the event in its group
     * @return the event
     */
    public static EventType of(int id) {
        return new EventType(id, 0);
    }
}
