package dev.tdisp.core.idekm;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.time.Instant;

/**
 * A message of IDE_KM, without the protocol ID byte.
 *
 * <pre>{@code
 * Bytes query = new Query(0).encode();       // 00 00 00
 * IdeKmMessage message = IdeKmMessage.decode(query);
 * }</pre>
 */
public sealed interface IdeKmMessage
        permits KeyProg, KeySetAck, KeySetGo, KeySetStop, KpAck, Query, QueryResp, UnknownIdeKmMessage {
    /**
     * Returns the object ID.
     *
     * @return the first byte
     */
    int objectId();

    /**
     * Returns the specification's name of the message.
     *
     * @return for example {@code KEY_PROG}
     */
    String name();

    /**
     * Writes the fields.
     *
     * @param out where to
     */
    void write(WireWriter out);

    /**
     * Returns the message as it is sent.
     *
     * @return its bytes, with the key if it holds one
     */
    default Bytes encode() {
        var out = WireWriter.create();
        write(out);
        return out.toBytes();
    }

    /**
     * Makes the event of this message's way from one party to another, without a key and with all fields.
     *
     * @param at when it was sent
     * @param source who sends it
     * @param destination who it is for
     * @return the event
     */
    default TraceEvent.Message toEvent(Instant at, String source, String destination) {
        return IdeKmTrace.event(at, source, destination, this);
    }

    /**
     * Reads a message.
     *
     * @param content its bytes
     * @return the message
     * @throws dev.tdisp.core.wire.MalformedMessageException if the size is not that of the message
     */
    static IdeKmMessage decode(Bytes content) {
        return read(WireReader.of(content));
    }

    /**
     * Reads a message.
     *
     * @param in at its first byte; if it records, the key is not among what it records
     * @return the message
     * @throws dev.tdisp.core.wire.MalformedMessageException if the size is not that of the message
     */
    static IdeKmMessage read(WireReader in) {
        int objectId = in.u8("ObjectID");
        IdeKmMessage message = switch (objectId) {
            case Query.OBJECT_ID -> Query.readBody(in);
            case QueryResp.OBJECT_ID -> QueryResp.readBody(in);
            case KeyProg.OBJECT_ID -> KeyProg.readBody(in);
            case KpAck.OBJECT_ID -> KpAck.readBody(in);
            case KeySetGo.OBJECT_ID -> KeySetGo.readBody(in);
            case KeySetStop.OBJECT_ID -> KeySetStop.readBody(in);
            case KeySetAck.OBJECT_ID -> KeySetAck.readBody(in);
            default -> new UnknownIdeKmMessage(objectId, in.rest("Body"));
        };
        in.end();
        return message;
    }
}
