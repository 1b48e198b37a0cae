package dev.tdisp.device.cxl;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;

/** Records answers; none of them holds a secret. */
record CxlTrace(Env env, String source, String destination, String protocol) {
    /** Records an answer, and returns its bytes. */
    Bytes sent(String name, String detail, WireWriter message) {
        Bytes bytes = message.toBytes();
        if (env.trace().isEnabled()) {
            env.trace()
                    .record(new TraceEvent.Message(
                            env.clock().instant(),
                            source,
                            destination,
                            protocol,
                            name,
                            detail,
                            bytes,
                            message.fields()));
        }
        return bytes;
    }

    WireWriter writer() {
        return env.trace().isEnabled() ? WireWriter.recording() : WireWriter.create();
    }
}
