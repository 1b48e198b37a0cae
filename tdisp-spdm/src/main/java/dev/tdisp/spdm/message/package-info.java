/**
 * The messages of SPDM (DSP0274), one record each with its codec in the same file.
 *
 * <p>A sealed hierarchy: {@link dev.tdisp.spdm.message.SpdmMessage} is a {@link dev.tdisp.spdm.message.SpdmRequest} or a
 * {@link dev.tdisp.spdm.message.SpdmResponse}. {@link dev.tdisp.spdm.message.SpdmCodec} decodes: sizes of digests,
 * signatures and keys come from a {@link dev.tdisp.spdm.message.NegotiatedContext}, the presence of some fields of a
 * response from the request that it answers. Reserved fields are kept, so that encoding a decoded message gives the same
 * bytes again; bytes behind the natural end of a message (padding of a transport) are told apart, because they never
 * enter a transcript. Encoding needs no context.
 *
 * <p>Of SLOT_MANAGEMENT the order of the fields is known, and their sizes are inferred: it decodes to an
 * {@link dev.tdisp.spdm.message.UnknownRequest}, and its response to an {@link dev.tdisp.spdm.message.UnknownResponse},
 * unless the responder says by SLOT_MGMT_CAP that it takes part in the experiment.
 */
@NullMarked
package dev.tdisp.spdm.message;

import org.jspecify.annotations.NullMarked;
