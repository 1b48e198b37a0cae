/**
 * What both ends of SPDM keep: the state of a connection and of its sessions (section 8).
 *
 * <p>A {@link dev.tdisp.spdm.connection.Connection} holds what is agreed and what was said; an
 * {@link dev.tdisp.spdm.connection.SpdmSession} is a session, typed by how it began. They are the only writers of their
 * state, and each change is a {@link dev.tdisp.core.trace.TraceEvent.StateChange}.
 */
@NullMarked
package dev.tdisp.spdm.connection;

import org.jspecify.annotations.NullMarked;
