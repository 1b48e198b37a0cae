package dev.tdisp.lab.script;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.trace.TraceEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What was said, line by line, for the end of a failure's text. Only the last lines are kept. */
final class Transcript {
    /** The session of messages that no session carries. */
    static final long RAW = 1;

    private static final int KEPT = 10;
    private static final String HOST = "tsm";
    private static final String DEVICE = "device";
    private static final String SCRIPT = "script";

    private final Env env;
    private final Deque<String> lines = new ArrayDeque<>();
    private int count;

    Transcript(Env env) {
        this.env = env;
    }

    /** Notes a request. */
    void request(Message request, long session, String remark) {
        line("REQ->RSP", session, request, remark);
    }

    /** Notes a response. */
    void response(Message response, long session, String remark) {
        line("RSP->REQ", session, response, remark);
    }

    /** Notes that a request got no answer. */
    void silence(String remark) {
        add("RSP->REQ (no answer)" + remark(remark));
    }

    /** Records in the trace what a script says in the host's place. */
    void traceRequest(Message request, String remark) {
        trace(event(request, HOST, DEVICE), remark);
    }

    /** Records in the trace what a script says in the device's place. */
    void traceResponse(Message response, String remark) {
        trace(event(response, DEVICE, HOST), remark);
    }

    private void trace(TraceEvent.Message event, String remark) {
        if (!env.trace().isEnabled()) {
            return;
        }
        if (!remark.isEmpty()) {
            String text = "%s %s".formatted(event.name(), remark);
            env.trace().record(new TraceEvent.Note(env.clock().instant(), SCRIPT, text));
        }
        env.trace().record(event);
    }

    private TraceEvent.Message event(Message message, String source, String destination) {
        return message.toEvent(env.clock().instant(), source, destination);
    }

    private void line(String way, long session, Message message, String remark) {
        String around = session == RAW ? "" : "SecuredSPDM(0x%08x) ".formatted(session);
        add("%s %s%s %s%s".formatted(way, around, message.protocol(), message.line(), remark(remark)));
    }

    private static String remark(String remark) {
        return remark.isEmpty() ? "" : "  [%s]".formatted(remark);
    }

    private void add(String line) {
        count++;
        lines.addLast("#%d %s".formatted(count, line));
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
    }

    /** Marks the last line as the one that something is wrong with. */
    void markLast() {
        if (lines.isEmpty()) {
            return;
        }
        lines.addLast(lines.removeLast() + "   <-- here");
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** The time of the environment, since its epoch. */
    String time() {
        Duration since = Duration.between(Instant.EPOCH, env.clock().instant());
        return "%02d:%02d:%02d.%03d"
                .formatted(since.toHours(), since.toMinutesPart(), since.toSecondsPart(), since.toMillisPart());
    }
}
