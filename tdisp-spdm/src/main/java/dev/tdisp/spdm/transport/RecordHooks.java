package dev.tdisp.spdm.transport;

import dev.tdisp.core.wire.Bytes;
import java.util.List;

/**
 * What becomes of the messages inside records, which a transport carries and cannot see: the requester lets each message pass
 * before it seals it, and again after it opened one.
 */
public interface RecordHooks {
    /** Messages pass as they are. */
    RecordHooks NONE = new RecordHooks() {
        @Override
        public List<Bytes> sending(Bytes message) {
            return List.of(message);
        }

        @Override
        public List<Bytes> opened(Bytes message) {
            return List.of(message);
        }
    };

    /**
     * Lets a request pass before it is sealed.
     *
     * @param message the request
     * @return what is sealed and sent instead: the message, usually; none, others or several, each in a record of its own
     */
    List<Bytes> sending(Bytes message);

    /**
     * Lets a response pass after it was opened.
     *
     * @param message the response
     * @return what the requester receives instead; what is too much waits for its next request in the session
     */
    List<Bytes> opened(Bytes message);
}
