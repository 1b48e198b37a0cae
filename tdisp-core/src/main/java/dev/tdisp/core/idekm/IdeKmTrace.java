package dev.tdisp.core.idekm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.WireWriter;
import java.time.Instant;

/** Records messages without their keys. */
final class IdeKmTrace {
    private IdeKmTrace() {}

    static void record(Env env, String source, String destination, IdeKmMessage message) {
        if (env.trace().isEnabled()) {
            env.trace().record(message.toEvent(env.clock().instant(), source, destination));
        }
    }

    static TraceEvent.Message event(Instant at, String source, String destination, IdeKmMessage message) {
        var out = WireWriter.recording();
        if (message instanceof KeyProg keyProg) {
            keyProg.writeBlanked(out);
        } else {
            message.write(out);
        }
        return new TraceEvent.Message(
                at, source, destination, "IDE_KM", message.name(), detail(message), out.toBytes(), out.fields());
    }

    private static String detail(IdeKmMessage message) {
        if (message instanceof KeyProg keyProg) {
            return slot(keyProg.stream().value(), keyProg.keySubStream());
        }
        if (message instanceof KpAck ack) {
            String status = KpAckStatus.of(ack.status()).map(KpAckStatus::name).orElse("status " + ack.status());
            return slot(ack.stream().value(), ack.keySubStream()) + " " + status;
        }
        if (message instanceof KeySetGo go) {
            return slot(go.stream().value(), go.keySubStream());
        }
        if (message instanceof KeySetStop stop) {
            return slot(stop.stream().value(), stop.keySubStream());
        }
        return "";
    }

    private static String slot(int stream, int keySubStream) {
        return "stream %02xh key %02xh".formatted(stream, keySubStream);
    }
}
