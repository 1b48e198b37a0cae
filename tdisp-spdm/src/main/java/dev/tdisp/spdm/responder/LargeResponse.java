package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;

/**
 * A response that waits to be fetched in chunks.
 *
 * @param handle the handle of its chunks
 * @param bytes the whole response
 * @param offset how much of it was fetched
 * @param next which chunk is due
 * @param afterSending done after the last chunk is sent
 */
record LargeResponse(int handle, Bytes bytes, int offset, long next, Runnable afterSending) {
    LargeResponse(int handle, Bytes bytes, Runnable afterSending) {
        this(handle, bytes, 0, 0, afterSending);
    }

    LargeResponse advanced(int size) {
        return new LargeResponse(handle, bytes, offset + size, next + 1, afterSending);
    }
}
