/**
 * What happened, as values: {@link dev.tdisp.core.trace.TraceEvent} into a {@link dev.tdisp.core.trace.Trace}.
 *
 * <p>The trace is the product; logs, diagrams, captures and reports are views of it. No event holds a secret.
 */
@NullMarked
package dev.tdisp.core.trace;

import org.jspecify.annotations.NullMarked;
