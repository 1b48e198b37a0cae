/**
 * The conformance suite: asks a device, or any responder, clause by clause whether it does what it must.
 *
 * <p>A {@link dev.tdisp.lab.conformance.Clause} is data: one thing that must hold. A
 * {@link dev.tdisp.lab.conformance.ConformanceCase} brings a {@link dev.tdisp.lab.conformance.Subject} to a state, asks it
 * something and judges the answer with a {@link dev.tdisp.lab.conformance.Check}; a {@link dev.tdisp.lab.conformance.Suite}
 * runs cases, each with a {@link dev.tdisp.lab.conformance.Scene} of its own, and gives a
 * {@link dev.tdisp.lab.conformance.ConformanceReport}. The cases of each protocol are in packages of their own.
 */
@NullMarked
package dev.tdisp.lab.conformance;

import org.jspecify.annotations.NullMarked;
