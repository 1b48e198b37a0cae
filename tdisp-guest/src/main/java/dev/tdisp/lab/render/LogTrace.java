package dev.tdisp.lab.render;

import dev.tdisp.core.trace.Trace;
import dev.tdisp.core.trace.TraceEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs events as they happen: each as a line at DEBUG to {@code tdisp.flow}, and the bytes of a message at TRACE to {@code
 * tdisp.wire}.
 *
 * <pre>{@code
 * Lab lab = Lab.builder().trace(new LogTrace()).build();
 * }</pre>
 */
public final class LogTrace implements Trace {
    private static final Logger FLOW = LoggerFactory.getLogger("tdisp.flow");
    private static final Logger WIRE = LoggerFactory.getLogger("tdisp.wire");

    /** Creates a trace that logs. */
    public LogTrace() {}

    @Override
    public void record(TraceEvent event) {
        if (FLOW.isDebugEnabled()) {
            FLOW.debug("{}", TraceText.line(event));
        }
        if (event instanceof TraceEvent.Message message && WIRE.isTraceEnabled()) {
            WIRE.trace("{} {}\n{}", message.protocol(), message.name(), TraceText.hex(message));
        }
    }

    @Override
    public boolean isEnabled() {
        return FLOW.isDebugEnabled() || WIRE.isTraceEnabled();
    }
}
