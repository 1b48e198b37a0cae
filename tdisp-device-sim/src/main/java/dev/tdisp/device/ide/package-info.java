/**
 * The IDE streams of the upstream port as the device has them: {@link dev.tdisp.device.ide.IdeBlocks} puts the registers of
 * the IDE capability in front of an {@link dev.tdisp.core.ide.IdePort}, {@link dev.tdisp.device.ide.DeviceLink} sends and
 * takes packets through it.
 */
@NullMarked
package dev.tdisp.device.ide;

import org.jspecify.annotations.NullMarked;
