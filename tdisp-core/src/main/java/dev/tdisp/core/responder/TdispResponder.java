package dev.tdisp.core.responder;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.wire.Bytes;
import java.util.Optional;

/** The TDISP responder of a DSM: bytes in, bytes out. For one thread at a time. */
public final class TdispResponder {
    private final TdiBackend backend;
    private final TdispProfile profile;
    private final Env env;
    private final String name;

    /**
     * Creates the responder.
     *
     * @param backend the device
     * @param profile how it behaves
     * @param env time, randomness and trace
     * @param name the DSM's name in traces, for example {@code device}
     */
    public TdispResponder(TdiBackend backend, TdispProfile profile, Env env, String name) {
        this.backend = backend;
        this.profile = profile;
        this.env = env;
        this.name = name;
    }

    /**
     * Answers a request.
     *
     * @param sessionId the SPDM session that it came over
     * @param request the TDISP message, from the TDISPVersion byte on
     * @return the response; nothing if TDISP has no answer, so that SPDM refuses the message
     */
    public Optional<Bytes> handle(long sessionId, Bytes request) {
        throw new UnsupportedOperationException(
                "%s %s %s %s %d %s".formatted(backend, profile, env, name, sessionId, request));
    }

    /**
     * Takes the end of an SPDM session: interfaces locked over it see {@link dev.tdisp.core.tdi.TdiEvent#SESSION_ENDED}
     * (section 11.4.5).
     *
     * @param sessionId the session
     */
    public void sessionEnded(long sessionId) {}

    /** Forgets what the responder itself holds, as a conventional reset of the device does (section 11.4.8). */
    public void reset() {}
}
