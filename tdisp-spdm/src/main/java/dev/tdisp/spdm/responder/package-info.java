/**
 * The responder's end of SPDM: bytes in, bytes out.
 *
 * <p>An {@link dev.tdisp.spdm.responder.SpdmResponder} answers each message of a transport. One class answers each request,
 * and holds the checks of that request in the order of section 8.5. What the responder can do is its
 * {@link dev.tdisp.spdm.responder.SpdmProfile}; who it is, a
 * {@link dev.tdisp.spdm.certificate.DeviceIdentity} a slot. Nothing a requester sends makes it throw.
 */
@NullMarked
package dev.tdisp.spdm.responder;

import org.jspecify.annotations.NullMarked;
