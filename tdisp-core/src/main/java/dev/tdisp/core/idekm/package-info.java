/**
 * IDE_KM: how the host brings keys into a device's IDE streams (section 6.33.3).
 *
 * <p>A message here starts with its object ID: the protocol ID byte before it belongs to the vendor-defined SPDM message
 * that carries it. {@link dev.tdisp.core.idekm.IdeKmResponder} answers for the {@linkplain dev.tdisp.core.ide.IdePort
 * ports} of a device, {@link dev.tdisp.core.idekm.IdeKmRequester} keys both ends of a stream.
 *
 * <pre>
 *   TSM                        device
 *    | QUERY                     |  who are you, which streams
 *    | KEY_PROG x 6              |  device Rx key = root port Tx key
 *    | K_SET_GO Rx x 3, Tx x 3   |  both ends receive before either transmits
 *    | K_SET_STOP Tx x 3, Rx x 3 |
 * </pre>
 */
@NullMarked
package dev.tdisp.core.idekm;

import org.jspecify.annotations.NullMarked;
