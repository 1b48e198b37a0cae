/**
 * An SR-IOV device whose functions are TEE device interfaces.
 *
 * <p>{@link dev.tdisp.device.SrIovDevice} is the whole device as its link partner sees it; a
 * {@link dev.tdisp.device.DeviceProfile} says how it was built and how it behaves where devices differ.
 */
@NullMarked
package dev.tdisp.device;

import org.jspecify.annotations.NullMarked;
