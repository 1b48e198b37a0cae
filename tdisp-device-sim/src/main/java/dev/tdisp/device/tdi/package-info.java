/**
 * The TEE device interfaces: one a function, with what it locked and what it watches.
 *
 * <p>What a state allows and what a change does are tables: {@link dev.tdisp.device.tdi.AccessRules} for packets,
 * {@link dev.tdisp.device.tdi.Tracking} for registers. The state itself belongs to
 * {@link dev.tdisp.core.tdi.TdiStateMachine}; the device only tells it what happened.
 */
@NullMarked
package dev.tdisp.device.tdi;

import org.jspecify.annotations.NullMarked;
