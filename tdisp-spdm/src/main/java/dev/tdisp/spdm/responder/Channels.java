package dev.tdisp.spdm.responder;

import dev.tdisp.spdm.connection.SpdmSession;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The channels of a responder. */
final class Channels {
    private final Map<Long, Channel> ofSessions = new HashMap<>();
    private Channel clear = new Channel();

    Channel of(@Nullable SpdmSession session) {
        return session == null ? clear : ofSessions.computeIfAbsent(session.id(), id -> new Channel());
    }

    Stream<Channel> all() {
        return Stream.concat(Stream.of(clear), ofSessions.values().stream());
    }

    Stream<Channel> others(Channel channel) {
        return all().filter(other -> other != channel);
    }

    /** Forgets the channel of a session that ended, and the questions about it. */
    void forget(SpdmSession session) {
        ofSessions.remove(session.id());
        if (clear.inquiries().isAbout(session)) {
            clear.inquiries().abort();
        }
    }

    void forgetAll() {
        ofSessions.clear();
        clear = new Channel();
    }
}
