/**
 * The simulated device, right or wrong in one point, as a subject of the suite.
 */
@NullMarked
package dev.tdisp.lab.conformance.subject;

import org.jspecify.annotations.NullMarked;
