/**
 * Subjects of the suite: the simulated device, right or wrong in one point, and whatever answers on a socket.
 */
@NullMarked
package dev.tdisp.lab.conformance.subject;

import org.jspecify.annotations.NullMarked;
