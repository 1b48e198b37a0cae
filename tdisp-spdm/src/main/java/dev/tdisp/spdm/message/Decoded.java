package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;

/**
 * A message that was decoded.
 *
 * @param <M> the kind of message
 * @param message the message
 * @param bytes its natural bytes, as they enter a transcript
 * @param trailing what stood behind its natural end, for example a transport's padding; usually nothing
 */
public record Decoded<M extends SpdmMessage>(M message, Bytes bytes, Bytes trailing) {}
