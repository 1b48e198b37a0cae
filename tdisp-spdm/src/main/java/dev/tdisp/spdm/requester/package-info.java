/**
 * The requester's end of SPDM: a blocking facade over a transport.
 *
 * <p>A {@link dev.tdisp.spdm.requester.SpdmRequester} connects, reads and verifies the responder's certificate chain, its
 * proof and its measurements, and starts sessions; a {@link dev.tdisp.spdm.requester.RequesterSession} is one of them. The
 * checks of each response stand beside its request (section 8.6). What fails is a
 * {@link dev.tdisp.spdm.requester.SpdmException}; nothing is tried twice.
 */
@NullMarked
package dev.tdisp.spdm.requester;

import org.jspecify.annotations.NullMarked;
