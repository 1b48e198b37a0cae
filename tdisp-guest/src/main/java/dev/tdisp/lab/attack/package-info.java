/**
 * Attacks as data: who does what, what must be seen and by whom, and the weakened party against which it succeeds.
 *
 * <p>{@link dev.tdisp.lab.attack.Attacks} is the catalogue, {@link dev.tdisp.lab.attack.AttackRun} tries an attack in a lab of
 * its own and judges by what was observed. Nothing here says beforehand that an attack fails: it reaches its goal or not.
 */
@NullMarked
package dev.tdisp.lab.attack;

import org.jspecify.annotations.NullMarked;
