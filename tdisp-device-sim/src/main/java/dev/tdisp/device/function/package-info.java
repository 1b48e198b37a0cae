/**
 * The functions of the device: a physical one with its virtual ones, their BARs, MSI-X and resets.
 *
 * <p>{@link dev.tdisp.device.function.DeviceFunction} applies what configuration writes do and decodes memory requests to
 * a {@link dev.tdisp.device.function.BarRegion}. It knows nothing of TDISP: a
 * {@link dev.tdisp.device.function.TrafficPolicy} says which packets may pass, and a
 * {@link dev.tdisp.device.function.FunctionListener} is told of every change.
 */
@NullMarked
package dev.tdisp.device.function;

import org.jspecify.annotations.NullMarked;
