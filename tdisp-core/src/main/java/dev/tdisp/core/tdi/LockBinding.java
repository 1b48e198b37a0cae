package dev.tdisp.core.tdi;

import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.wire.Bytes;

/**
 * What one lock of an interface is bound to, until the interface is unlocked.
 *
 * @param sessionId the SPDM session that locked it
 * @param parameters what the request said
 * @param report the body of the report, the same for the whole lock
 */
public record LockBinding(long sessionId, LockParameters parameters, Bytes report) {}
