package dev.tdisp.core.idekm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;

/**
 * A message with an object ID that is not defined.
 *
 * @param objectId 7 to 255
 * @param body what follows
 */
public record UnknownIdeKmMessage(int objectId, Bytes body) implements IdeKmMessage {
    /**
     * Checks that no other record is meant.
     *
     * @param objectId 7 to 255
     * @param body what follows
     */
    public UnknownIdeKmMessage {
        if (objectId <= KeySetAck.OBJECT_ID || objectId >>> 8 != 0) {
            throw new IllegalArgumentException("object ID %d is defined or does not fit".formatted(objectId));
        }
    }

    @Override
    public String name() {
        return "object %02xh".formatted(objectId);
    }

    @Override
    public void write(WireWriter out) {
        out.u8("ObjectID", objectId);
        out.bytes("Body", body);
    }
}
