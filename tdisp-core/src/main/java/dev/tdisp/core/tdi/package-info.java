/**
 * The state machine of a TEE device interface: one table as data, and its only writer.
 *
 * <p>{@link dev.tdisp.core.tdi.TdiTransitions} says what each request and each event does in each state, with the
 * clause; {@link dev.tdisp.core.tdi.TdiStateMachine} runs that table. What the sources dispute is a
 * {@link dev.tdisp.core.tdi.TdispSwitch}, named in the row that it brings in.
 *
 * <pre>
 *   CONFIG_UNLOCKED --LOCK--&gt; CONFIG_LOCKED --START--&gt; RUN
 *          ^                       |  violation         |
 *          |                       v                    v
 *          +------- STOP -------  ERROR  &lt;---------------+
 * </pre>
 */
@NullMarked
package dev.tdisp.core.tdi;

import org.jspecify.annotations.NullMarked;
