/**
 * Configuration space as data: registers with value, masks and effect, one class a capability.
 *
 * <p>A {@link dev.tdisp.device.config.ConfigurationSpace} knows nothing of what its registers do. A write gives
 * {@link dev.tdisp.device.config.RegisterChange} values; the function applies their effects, and the TDI of the
 * function listens to them.
 *
 * <pre>
 *   write(04, 2, 0006) -> [Command: 0000 -> 0006, effect COMMAND]
 * </pre>
 */
@NullMarked
package dev.tdisp.device.config;

import org.jspecify.annotations.NullMarked;
