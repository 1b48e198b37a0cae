/**
 * The least that a peer wants to hear of CXL which takes every device for one of CXL's.
 *
 * <p>{@link dev.tdisp.device.cxl.CxlIdeKmResponder} and {@link dev.tdisp.device.cxl.CxlTspResponder} keep the formats and the
 * order of these protocols; nothing of the device hangs on them: there is no CXL link, no memory, and no key is kept.
 */
@NullMarked
package dev.tdisp.device.cxl;

import org.jspecify.annotations.NullMarked;
