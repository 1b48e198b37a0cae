/**
 * Devices that are wrong on purpose, each in one point, so that whoever tests devices can see that the test would notice.
 *
 * <p>{@link dev.tdisp.device.wrong.WrongDevices} is the catalogue: known faults of published peers, and one device for each
 * rule that says what a device must not do.
 *
 * <pre>{@code
 * WrongDevice wrong = WrongDevices.named("LOCKS_WHILE_RUNNING").orElseThrow();
 * SrIovDevice device = wrong.build(SrIovDevice.builder(env));
 * }</pre>
 */
@NullMarked
package dev.tdisp.device.wrong;

import org.jspecify.annotations.NullMarked;
