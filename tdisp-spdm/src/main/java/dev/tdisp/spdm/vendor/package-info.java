/**
 * Other protocols inside VENDOR_DEFINED messages: IDE_KM and TDISP above all.
 *
 * <p>A {@link dev.tdisp.spdm.vendor.VendorProtocol} names one; the {@link dev.tdisp.spdm.vendor.VendorRegistry} of a
 * responder leads its messages, without the byte that names the protocol, to a
 * {@link dev.tdisp.spdm.vendor.VendorHandler}. This package knows bytes only, neither IDE_KM nor TDISP.
 */
@NullMarked
package dev.tdisp.spdm.vendor;

import org.jspecify.annotations.NullMarked;
