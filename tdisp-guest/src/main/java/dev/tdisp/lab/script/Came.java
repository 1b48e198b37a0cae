package dev.tdisp.lab.script;

import dev.tdisp.core.wire.Bytes;
import java.util.Optional;
import java.util.function.Function;

/**
 * What came back to a scripted host.
 *
 * @param request what was sent
 * @param answer what came, if anything did
 * @param more sends a further request of the same step, and returns what comes
 */
record Came(Message request, Optional<Message> answer, Function<Bytes, Optional<Message>> more) {
    /** The answer, decoded as one type; anything else is not what the script expects. */
    <R> R as(Class<R> type) {
        return as(type, answer);
    }

    static <R> R as(Class<R> type, Optional<Message> answer) {
        Object content = answer.orElseThrow(() -> new Mistake("no answer")).require();
        if (!type.isInstance(content)) {
            throw new Mistake(describe(answer));
        }
        return type.cast(content);
    }

    /** What came, in a few words and without secrets. */
    String describe() {
        return describe(answer);
    }

    private static String describe(Optional<Message> answer) {
        return answer.map(Message::line).orElse("no answer");
    }
}
