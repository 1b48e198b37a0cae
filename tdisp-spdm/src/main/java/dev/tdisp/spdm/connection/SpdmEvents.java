package dev.tdisp.spdm.connection;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.trace.KeyOrigin;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.spdm.message.SpdmMessage;
import dev.tdisp.spdm.session.DerivedKey;
import dev.tdisp.spdm.session.ScheduleKey;
import dev.tdisp.spdm.session.SecureSession;
import java.util.Locale;

/** Records what one end of SPDM does. */
public final class SpdmEvents {
    private final Env env;
    private final String self;
    private final String peer;

    /**
     * Creates the recorder of one end.
     *
     * @param env where events go
     * @param self the name of this end
     * @param peer the name of the other end
     */
    public SpdmEvents(Env env, String self, String peer) {
        this.env = env;
        this.self = self;
        this.peer = peer;
    }

    /**
     * Records a message that this end sends.
     *
     * <p>What a VENDOR_DEFINED message or a chunk carries is blank here: the protocol inside records it, and knows its
     * secrets.
     *
     * @param message the message
     * @param sessionId the session, or 0 for a message in the clear
     */
    public void sent(SpdmMessage message, long sessionId) {
        if (!env.trace().isEnabled()) {
            return;
        }
        SpdmMessage shown = message.blanked();
        String details = message.detail();
        String session = sessionId == 0 ? "" : "in session %08Xh".formatted(sessionId);
        String detail = session.isEmpty() || details.isEmpty() ? session + details : session + ", " + details;
        env.trace()
                .record(new TraceEvent.Message(
                        env.clock().instant(),
                        self,
                        peer,
                        "SPDM",
                        message.name(),
                        detail,
                        shown.encode(),
                        shown.fields()));
    }

    /**
     * Records that a state changed.
     *
     * @param machine the kind of machine
     * @param from the state before
     * @param to the state after
     * @param cause what made it change
     * @param clause where the specification says so
     */
    public void changed(String machine, Enum<?> from, Enum<?> to, String cause, String clause) {
        env.trace()
                .record(new TraceEvent.StateChange(
                        env.clock().instant(), self, machine, from.name(), to.name(), cause, clause));
    }

    /**
     * Records something else worth telling.
     *
     * @param text what
     */
    public void note(String text) {
        env.trace().record(new TraceEvent.Note(env.clock().instant(), self, text));
    }

    /**
     * Records the keys that a session has from now on; their values stay out.
     *
     * @param session the session
     * @param phase which of its keys
     */
    public void derived(SecureSession session, ScheduleKey.Phase phase) {
        if (env.trace().isEnabled()) {
            session.keys(phase).forEach(key -> record(session, key));
        }
    }

    private void record(SecureSession session, DerivedKey derived) {
        ScheduleKey key = derived.key();
        ScheduleKey.Context context = key.context();
        var origin = new KeyOrigin(
                key.parent().map(parent -> name(session, parent)).orElse(""),
                key.label(),
                context == ScheduleKey.Context.NONE ? "" : context.name(),
                derived.digest(),
                derived.size());
        String action = key.parent().isPresent() ? "derived" : "agreed on";
        env.trace().record(new TraceEvent.Key(env.clock().instant(), self, name(session, key), action, origin));
    }

    /**
     * Records that the secrets of a phase are forgotten.
     *
     * @param session the session
     * @param phase whose secrets
     */
    public void erased(SecureSession session, ScheduleKey.Phase phase) {
        String keys =
                "session %08Xh/%s keys".formatted(session.id(), phase.name().toLowerCase(Locale.ROOT));
        env.trace().record(new TraceEvent.Key(env.clock().instant(), self, keys, "erased"));
    }

    private static String name(SecureSession session, ScheduleKey key) {
        return "session %08Xh/%s".formatted(session.id(), key.title());
    }
}
