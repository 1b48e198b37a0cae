/**
 * The device security manager: SPDM in front of IDE_KM and TDISP, wired to the streams and interfaces of the device.
 */
@NullMarked
package dev.tdisp.device.dsm;

import org.jspecify.annotations.NullMarked;
