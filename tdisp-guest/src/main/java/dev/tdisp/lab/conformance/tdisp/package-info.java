/**
 * Cases for TDISP: what other suites ask of a device, and what they leave out.
 *
 * <p>{@link dev.tdisp.lab.conformance.tdisp.TdispCases} lists them.
 */
@NullMarked
package dev.tdisp.lab.conformance.tdisp;

import org.jspecify.annotations.NullMarked;
