package dev.tdisp.spdm.session;

import dev.tdisp.core.wire.Bytes;

/**
 * A key of a session without its value.
 *
 * @param key which one
 * @param digest the transcript's digest that went into it; no bytes if none did
 * @param size how many bytes it has; 0 if that is not told
 */
public record DerivedKey(ScheduleKey key, Bytes digest, int size) {}
