/**
 * Faults: one vocabulary of what may go wrong with a message, for transports, devices and the lab alike.
 *
 * <p>A {@link dev.tdisp.core.fault.Fault} says what happens ({@link dev.tdisp.core.fault.FaultEffect}), where
 * ({@link dev.tdisp.core.fault.FaultPoint}) and to which message. A {@link dev.tdisp.core.fault.FaultPlan} is a seed and
 * a list of faults; it can be printed and read back. A {@link dev.tdisp.core.fault.FaultInjector} carries it out: whoever
 * handles messages offers hooks and lets each message pass it. What happens beside a message, a reset for example, is an
 * {@link dev.tdisp.core.fault.FaultEffect.Act}, which whoever offers the hook does.
 *
 * <pre>{@code
 * var plan = FaultPlan.parse("""
 *         seed 7
 *         send GET_VERSION#2: drop
 *         receive *: flip 3
 *         """);
 * List<Bytes> goOn = new FaultInjector(plan, env).pass(FaultPoint.SEND, FaultSubject.of("GET_VERSION", message));
 * }</pre>
 */
@NullMarked
package dev.tdisp.core.fault;

import org.jspecify.annotations.NullMarked;
