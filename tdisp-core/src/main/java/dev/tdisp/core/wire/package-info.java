/**
 * Cursors over the bytes of a message.
 *
 * <p>A codec reads with {@link dev.tdisp.core.wire.WireReader} and writes with {@link dev.tdisp.core.wire.WireWriter},
 * and names the specification's field on each read and write. From these names come the position in an error
 * ({@link dev.tdisp.core.wire.MalformedMessageException}), the {@linkplain dev.tdisp.core.wire.FieldMap map of fields}
 * and the annotated hex of any message.
 *
 * <p>Integers are little-endian unless a method says otherwise; sizes and offsets are in bytes.
 */
@NullMarked
package dev.tdisp.core.wire;

import org.jspecify.annotations.NullMarked;
