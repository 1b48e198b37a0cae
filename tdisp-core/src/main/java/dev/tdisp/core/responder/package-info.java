/**
 * The responder of TDISP: bytes in, bytes out, in front of a device that implements
 * {@link dev.tdisp.core.responder.TdiBackend}.
 *
 * <p>Nothing here knows SPDM or PCIe. A session is a number, and whoever carries the messages tells when it ends.
 */
@NullMarked
package dev.tdisp.core.responder;

import org.jspecify.annotations.NullMarked;
