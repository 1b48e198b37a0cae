/**
 * The messages of TDISP, one record each with its codec in the same file.
 *
 * <p>{@link dev.tdisp.core.message.TdispMessage} is sealed: a {@link dev.tdisp.core.message.TdispRequest} or a
 * {@link dev.tdisp.core.message.TdispResponse}. The table of all codes, sizes and legal states is
 * {@link dev.tdisp.core.message.RequestCode}. Any bytes decode to a message, perhaps an
 * {@link dev.tdisp.core.message.UnknownRequest} or {@link dev.tdisp.core.message.UnknownResponse}, or give a
 * {@link dev.tdisp.core.wire.MalformedMessageException}; what decoded encodes to the same bytes.
 *
 * <pre>
 *  0        1            2         4                                    16
 * +--------+------------+---------+------------------------------------+---------
 * |TDISP   |MessageType |Reserved |INTERFACE_ID                        | payload
 * |Version |            |         |FUNCTION_ID (4), Reserved (8)       |
 * +--------+------------+---------+------------------------------------+---------
 * </pre>
 */
@NullMarked
package dev.tdisp.core.message;

import org.jspecify.annotations.NullMarked;
