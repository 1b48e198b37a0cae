/**
 * Peers that say what a script says: the other side for a host or a device under test.
 *
 * <p>The words are the protocol's. A {@link dev.tdisp.lab.script.ScriptedDevice} awaits requests and answers them:
 * {@code expectLockInterface().with(assertions).respond(bend)}. An answer is that of an honest device, changed in one point if the
 * script says so ({@link dev.tdisp.lab.script.Bend}). A script is written first and run afterwards, or in lockstep, where each
 * line waits until it has happened; the words are the same, over bytes, in SPDM sessions in memory and on a socket.
 *
 * <p>What goes wrong is one {@link java.lang.AssertionError}, always in one frame: the step, what was expected by which clause,
 * what came, how far the script is, the last lines, and the seed. Nothing here needs a test framework. No wait is without end.
 */
@NullMarked
package dev.tdisp.lab.script;

import org.jspecify.annotations.NullMarked;
