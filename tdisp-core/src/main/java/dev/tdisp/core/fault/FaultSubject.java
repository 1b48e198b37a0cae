package dev.tdisp.core.fault;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.FieldMap;

/**
 * A message at a hook.
 *
 * @param name the specification's name of the message; empty if it cannot be told, for example for a record
 * @param bytes the message
 * @param fields its fields, perhaps not recorded
 */
public record FaultSubject(String name, Bytes bytes, FieldMap fields) {
    /**
     * Returns a message whose fields are not known.
     *
     * @param name the specification's name of the message; empty if it cannot be told
     * @param bytes the message
     * @return the subject
     */
    public static FaultSubject of(String name, Bytes bytes) {
        return new FaultSubject(name, bytes, FieldMap.NONE);
    }
}
